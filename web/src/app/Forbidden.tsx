import type { Permission } from "../api/identity";
import { useMe } from "../auth/SessionContext";
import { permissionMeanings } from "../auth/permissions";
import { Page } from "../ui/layout";
import { Link } from "./router";

/** A page that the person's role does not open: said in words, and who can change it. */
export function Forbidden({ need }: { need: Permission | "platform" }) {
    const { user, tenant } = useMe();
    return (
        <Page title="This page is not open to you" tabTitle="Not open to you">
            <div className="state state-empty">
                {need === "platform" ? <p>Only the owner of this installation sees it.</p> : (
                    <>
                        <p>It needs the permission “{permissionMeanings[need]}” (<code>{need}</code>), which your role {tenant?.roleName} in {tenant?.name ?? "this tenant"} does not have.</p>
                        <p>An administrator can give you another role. You are signed in as {user.email}.</p>
                    </>
                )}
                <p><Link to="/">Go to the overview</Link></p>
            </div>
        </Page>
    );
}
