import { useMe } from "../auth/SessionContext";
import { Card, Page } from "../ui/layout";
import { Empty } from "../ui/states";
import { Link } from "./router";

/** Somebody of whom a second factor is asked, and whose session has none. */
export function SecondFactorNeeded() {
    const { user, tenant } = useMe();
    return (
        <Page title="A second factor is needed" tabTitle="Second factor">
            <Card>
                <Empty title={tenant ? `${tenant.name} asks for a second factor` : "This installation asks for a second factor"}>
                    {user.hasSecondFactor
                        ? "You have one, and this session began without it: sign out, and sign in with the code of your app."
                        : <>Nothing is open to you before you have <Link to="/account/security">set up your second factor</Link>; it takes a minute and an app on your phone.</>}
                </Empty>
            </Card>
        </Page>
    );
}
