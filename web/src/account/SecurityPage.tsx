import { Card } from "../ui/layout";
import { AccountPage } from "./AccountPage";
import { LinkingNote } from "./LinkingNote";
import { PasswordForm } from "./PasswordForm";
import { ProvidersCard } from "./ProvidersCard";
import { SecondFactorCard } from "./SecondFactorCard";

/** What keeps others out of the account. */
export function SecurityPage() {
    return (
        <AccountPage title="Password and second factor">
            <LinkingNote />
            <div className="columns">
                <Card title="Password"><PasswordForm /></Card>
                <SecondFactorCard />
                <ProvidersCard />
            </div>
        </AccountPage>
    );
}
