import { AuditLog } from "../admin/audit/AuditLog";
import { PlatformPage } from "./PlatformPage";

/** The log of what concerns no tenant. */
export function PlatformAuditPage() {
    return <AuditLog page={PlatformPage} log="/platform/audit" />;
}
