import { AuditLog } from "../admin/audit/AuditLog";
import { paths } from "../api/endpoints";
import { PlatformPage } from "./PlatformPage";

/** The log of what concerns no tenant. */
export function PlatformAuditPage() {
    return <AuditLog page={PlatformPage} list={paths.platformAudit} />;
}
