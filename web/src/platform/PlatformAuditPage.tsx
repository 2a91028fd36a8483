import { AuditLog } from "../admin/audit/AuditLog";
import { PlatformPage } from "./PlatformPage";

/** The log of what concerns no tenant. */
export function PlatformAuditPage() {
    return <AuditLog page={PlatformPage} log="/platform/audit" lead="What concerns the whole installation: accounts, sign-ins to all utilities, tenants. Each entry is chained to the one before; what happens inside a utility is in its own log." />;
}
