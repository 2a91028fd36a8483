import { Fragment } from "react";
import type { PermissionList, Role } from "../../api/identity";
import { Icon } from "../../ui/Icon";
import { Badge } from "../../ui/layout";
import { groupsFor } from "./permissionGroups";

interface PermissionMatrixProps {
    permissions: PermissionList["permissions"];
    roles: Role[];
    mayWrite: boolean;
    edit: (role: Role) => void;
    remove: (role: Role) => void;
}

/** Permissions down, roles across. */
export function PermissionMatrix({ permissions, roles, mayWrite, edit, remove }: PermissionMatrixProps) {
    const meaning = new Map(permissions.map(({ name, meaning: words }) => [name, words]));
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Roles and their permissions">
            <table className="matrix" data-testid="roles">
                <caption className="visually-hidden">Which role has which permission</caption>
                <thead>
                    <tr>
                        <th scope="col">Permission</th>
                        {roles.map((role) => (
                            <th key={role.code} scope="col" className="matrix-role">
                                <span className="matrix-name">{role.name}</span>
                                {role.isBuiltIn ? <Badge>built in</Badge> : mayWrite && (
                                    <span className="row-actions">
                                        <button type="button" className="button button-small" aria-label={`Change the role ${role.name}`} onClick={() => edit(role)}>Change…</button>
                                        <button type="button" className="icon-button" aria-label={`Delete the role ${role.name}`} onClick={() => remove(role)}><Icon name="close" size={14} /></button>
                                    </span>
                                )}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {groupsFor(permissions.map(({ name }) => name)).map(({ title, permissions: names }) => (
                        <Fragment key={title}>
                            <tr className="matrix-group"><th scope="colgroup" colSpan={roles.length + 1}>{title}</th></tr>
                            {names.map((name) => (
                                <tr key={name}>
                                    <th scope="row">{meaning.get(name) ?? name}<span className="subline mono">{name}</span></th>
                                    {roles.map((role) => (
                                        <td key={role.code} className="matrix-cell">
                                            {role.permissions.includes(name) ? <><Icon name="check" size={16} /><span className="visually-hidden">yes</span></> : <><span className="muted" aria-hidden="true">–</span><span className="visually-hidden">no</span></>}
                                        </td>
                                    ))}
                                </tr>
                            ))}
                        </Fragment>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
