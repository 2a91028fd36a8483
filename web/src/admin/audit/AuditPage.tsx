import { SettingsPage } from "../SettingsPage";
import { AuditLog } from "./AuditLog";

/** The tenant's audit log. */
export function AuditPage() {
    return <AuditLog page={SettingsPage} log="/audit" />;
}
