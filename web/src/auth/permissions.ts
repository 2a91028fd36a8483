import type { Permission } from "../api/identity";

/** What each permission lets somebody do, in the server's words and order. */
export const permissionMeanings: Record<Permission, string> = {
    "grid.read": "See the city, its network, readings, forecasts, anomalies, models and jobs",
    "readings.write": "Send readings and import files",
    "readings.export": "Export readings",
    "readings.edit": "Edit and estimate readings, take edits back, dismiss findings",
    "series.write": "Make series",
    "rules.write": "Change validation and estimation rules",
    "jobs.cancel": "Cancel background work",
    "connectors.write": "Change and run connectors",
    "retention.write": "Change retention and delete old readings",
    "users.read": "See who belongs to the tenant",
    "users.write": "Invite people, change their roles, remove them",
    "roles.write": "Make and change roles",
    "keys.read": "See API keys and their use",
    "keys.write": "Make, rotate and revoke API keys",
    "settings.read": "See the tenant's settings",
    "settings.write": "Change the tenant's settings",
    "audit.read": "See and export the audit log",
    "tenant.delete": "Delete the tenant",
};
