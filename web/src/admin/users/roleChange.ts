import type { Permission } from "../../api/identity";

const admin = "admin";

export interface RoleChange {
    gained: Permission[];
    lost: Permission[];
    /** Whether the role that allows everything is given or taken. */
    aboutAdmin: "given" | "taken" | null;
}

/** What somebody gains and loses who goes from one role to another. */
export function roleChange(from: string, to: string, permissionsOf: (code: string) => Permission[]): RoleChange {
    const [old, now] = [permissionsOf(from), permissionsOf(to)];
    return {
        gained: now.filter((permission) => !old.includes(permission)),
        lost: old.filter((permission) => !now.includes(permission)),
        aboutAdmin: from === to ? null : to === admin ? "given" : from === admin ? "taken" : null,
    };
}
