import { AreaRoutes, type AreaRoute } from "../app/AreaRoutes";
import { OutboxPage } from "./OutboxPage";
import { PlatformAuditPage } from "./PlatformAuditPage";
import { platformSections } from "./platformSections";
import { TenantsPage } from "./TenantsPage";

const routes: AreaRoute[] = [
    { pattern: /^\/platform\/tenants$/, screen: () => <TenantsPage /> },
    { pattern: /^\/platform\/outbox$/, screen: () => <OutboxPage /> },
    { pattern: /^\/platform\/audit$/, screen: () => <PlatformAuditPage /> },
];

/** What lies below /platform: the installation as its owner sees it, and nothing of any tenant's data. */
export function PlatformArea() {
    return <AreaRoutes routes={routes} root="/platform" sections={platformSections} />;
}
