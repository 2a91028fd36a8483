import type { Permission, Role } from "../../api/identity";
import { useResource } from "../../api/useResource";
import { useMe } from "../../auth/SessionContext";

/** The tenant's roles, their names by code, and which of them the person may give: nobody gives more than they have. */
export function useRoles() {
    const resource = useResource("GET /roles");
    const { permissions } = useMe();
    const roles = resource.data?.roles ?? [];
    return {
        resource,
        permissionsOf: (code: string) => roles.find((role) => role.code === code)?.permissions ?? [],
        nameOf: (code: string) => roles.find((role) => role.code === code)?.name ?? code,
        givable: roles.filter((role) => isWithin(role.permissions, permissions)),
    };
}

export function isWithin(some: Permission[], all: Permission[]): boolean {
    return some.every((permission) => all.includes(permission));
}

export function isSameSet(a: Permission[], b: Permission[]): boolean {
    return a.length === b.length && isWithin(a, b);
}

/** `Night shift (north)` → `night-shift-north`: the code that a new role gets. */
export function codeOf(name: string): string {
    const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    return plain.replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+/, "").slice(0, 40).replace(/-+$/, "");
}

export type RoleDraft = Pick<Role, "code" | "name" | "permissions">;
