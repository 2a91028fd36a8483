import type { Permission } from "../../api/identity";

/** The permissions by what they are about, in the order of the matrix. */
export const permissionGroups: { title: string; permissions: Permission[] }[] = [
    { title: "Grid", permissions: ["grid.read", "jobs.cancel", "connectors.write"] },
    { title: "Readings", permissions: ["readings.export", "readings.write", "readings.edit", "series.write", "rules.write", "retention.write"] },
    { title: "People and keys", permissions: ["users.read", "users.write", "roles.write", "keys.read", "keys.write"] },
    { title: "Tenant", permissions: ["settings.read", "settings.write", "audit.read", "tenant.delete"] },
];

/** Every permission the server has is offered, also one that this version of the pages does not know. */
export function groupsFor(known: Permission[]): { title: string; permissions: Permission[] }[] {
    const listed = permissionGroups.flatMap(({ permissions }) => permissions);
    const others = known.filter((permission) => !listed.includes(permission));
    return [
        ...permissionGroups.map(({ title, permissions }) => ({ title, permissions: permissions.filter((permission) => known.includes(permission)) })).filter(({ permissions }) => permissions.length > 0),
        ...(others.length > 0 ? [{ title: "More", permissions: others }] : []),
    ];
}
