import type { Permission } from "../api/identity";

/** The pages of the Settings area, as its tabs name them, and what each asks for. */
export const settingsSections: { to: string; label: string; need: Permission }[] = [
    { to: "/settings/tenant", label: "Tenant", need: "settings.read" },
    { to: "/settings/users", label: "Users", need: "users.read" },
    { to: "/settings/invitations", label: "Invitations", need: "users.read" },
    { to: "/settings/roles", label: "Roles", need: "users.read" },
    { to: "/settings/api-keys", label: "API keys", need: "keys.read" },
    { to: "/settings/audit", label: "Audit log", need: "audit.read" },
];
