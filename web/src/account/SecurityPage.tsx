import { Card } from "../ui/layout";
import { AccountPage } from "./AccountPage";
import { PasswordForm } from "./PasswordForm";
import { SecondFactorCard } from "./SecondFactorCard";

/** What keeps others out of the account. */
export function SecurityPage() {
    return (
        <AccountPage title="Password and second factor">
            <div className="columns">
                <Card title="Password"><PasswordForm /></Card>
                <SecondFactorCard />
            </div>
        </AccountPage>
    );
}
