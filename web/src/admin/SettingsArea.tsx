import { AreaRoutes, type AreaRoute } from "../app/AreaRoutes";
import { NoTenant } from "../app/NoTenant";
import { useMe } from "../auth/SessionContext";
import { AuditPage } from "./audit/AuditPage";
import { ApiKeyPage } from "./keys/ApiKeyPage";
import { ApiKeysPage } from "./keys/ApiKeysPage";
import { RolesPage } from "./roles/RolesPage";
import { settingsSections } from "./settingsSections";
import { TenantPage } from "./tenant/TenantPage";
import { InvitationsPage } from "./users/InvitationsPage";
import { UsersPage } from "./users/UsersPage";

const routes: AreaRoute[] = [
    { pattern: /^\/settings\/tenant$/, need: "settings.read", screen: () => <TenantPage /> },
    { pattern: /^\/settings\/users$/, need: "users.read", screen: () => <UsersPage /> },
    { pattern: /^\/settings\/invitations$/, need: "users.read", screen: () => <InvitationsPage /> },
    { pattern: /^\/settings\/roles$/, need: "users.read", screen: () => <RolesPage /> },
    { pattern: /^\/settings\/api-keys$/, need: "keys.read", screen: () => <ApiKeysPage /> },
    { pattern: /^\/settings\/api-keys\/(\d+)$/, need: "keys.read", screen: (id) => <ApiKeyPage key={id} id={Number(id)} /> },
    { pattern: /^\/settings\/audit$/, need: "audit.read", screen: () => <AuditPage /> },
];

/** What lies below /settings: the tenant, its people, keys and log. */
export function SettingsArea() {
    const { tenant } = useMe();
    if (tenant === null) return <NoTenant />;
    return <AreaRoutes routes={routes} root="/settings" sections={settingsSections} />;
}
