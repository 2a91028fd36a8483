import { useMe } from "../auth/SessionContext";
import { TenantChoice } from "../auth/TenantChoice";
import { Card, Page } from "../ui/layout";
import { Empty } from "../ui/states";
import { Link } from "./router";

/** Somebody without a tenant: they choose one of theirs, or learn how to come into one. */
export function NoTenant() {
    const { user, tenants } = useMe();
    if (tenants.length > 0) {
        return (
            <Page title="Where do you want to work?" tabTitle="Choose a tenant" lead="You belong to several utilities. What you see and may do differs from one to the other; you can change at any time.">
                <Card><TenantChoice /></Card>
            </Page>
        );
    }
    return (
        <Page title="You belong to no utility yet" tabTitle="No tenant">
            <Card>
                <Empty title="Ask for an invitation">
                    An administrator of your utility invites you as {user.email}; the mail holds a link that brings you in.
                    {user.isPlatformOwner && <> As the owner of this installation you can <Link to="/platform/tenants">make a tenant</Link>.</>}
                </Empty>
            </Card>
        </Page>
    );
}
