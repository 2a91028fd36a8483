import { SettingsPage } from "../SettingsPage";
import { AuditLog } from "./AuditLog";

/** The tenant's audit log. */
export function AuditPage() {
    return <AuditLog page={SettingsPage} log="/audit" lead="Every change in this utility and every sign-in to it: who, when and from where. Each entry is chained to the one before." />;
}
