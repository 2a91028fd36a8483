import type { Permission, PermissionList } from "../../api/identity";
import { groupsFor } from "./permissionGroups";

interface PermissionPickerProps {
    permissions: PermissionList["permissions"];
    chosen: Permission[];
    /** Those that may be put in or taken out; the others stay as they are. */
    changeable: Permission[];
    change: (chosen: Permission[]) => void;
}

export function PermissionPicker({ permissions, chosen, changeable, change }: PermissionPickerProps) {
    const meaning = new Map(permissions.map(({ name, meaning: words }) => [name, words]));
    return (
        <div className="permission-groups">
            {groupsFor(permissions.map(({ name }) => name)).map(({ title, permissions: names }) => (
                <fieldset key={title} className="choices">
                    <legend>{title}</legend>
                    {names.map((name) => (
                        <label key={name} className="toggle">
                            <input type="checkbox" checked={chosen.includes(name)} disabled={!changeable.includes(name)}
                                onChange={(event) => change(event.target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))} />
                            <span>{meaning.get(name) ?? name} <code>{name}</code></span>
                        </label>
                    ))}
                </fieldset>
            ))}
        </div>
    );
}
