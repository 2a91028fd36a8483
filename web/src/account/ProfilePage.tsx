import { useState } from "react";
import { ask } from "../api/client";
import type { Permission } from "../api/identity";
import { useAction } from "../api/useAction";
import { permissionMeanings } from "../auth/permissions";
import { useMe, useSessionStore } from "../auth/SessionContext";
import { TenantChoice } from "../auth/TenantChoice";
import { fieldError, remainingError } from "../ui/formErrors";
import { Card } from "../ui/layout";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";
import { AccountPage } from "./AccountPage";

/** Name and address, the tenants somebody belongs to, and what they may do in the one they are in. */
export function ProfilePage() {
    const { user, tenant, tenants, permissions } = useMe();
    return (
        <AccountPage title="Profile" lead={user.email}>
            <div className="columns">
                <Card title="Name"><NameForm name={user.name} /></Card>
                {tenants.length > 0 && <Card title="Utilities" note={tenants.length === 1 ? undefined : "choose where you work"}><TenantChoice /></Card>}
                {tenant && (
                    <Card title={`What you may do in ${tenant.name}`} note={`as ${tenant.roleName}`}>
                        <ul className="bullets">{(Object.keys(permissionMeanings) as Permission[]).filter((name) => permissions.includes(name)).map((name) => <li key={name}>{permissionMeanings[name]}</li>)}</ul>
                    </Card>
                )}
            </div>
        </AccountPage>
    );
}

function NameForm({ name: stored }: { name: string }) {
    const store = useSessionStore();
    const [name, setName] = useState(stored);
    const [isSaved, setSaved] = useState(false);
    const save = useAction(async () => {
        const text = name.trim();
        await ask("PUT /me", { body: { name: text } });
        store.update((me) => ({ ...me, user: { ...me.user, name: text } }));
        setSaved(true);
    });
    const error = remainingError(save.error, ["name"]);
    return (
        <form onSubmit={(event) => {
            event.preventDefault();
            void save.run();
        }}>
            <TextField label="Name" name="name" autoComplete="name" required maxLength={100} value={name} error={fieldError(save.error, "name")} hint="stands by everything that you change"
                change={(value) => {
                    setName(value);
                    setSaved(false);
                }} />
            {error && <ErrorState compact error={error} />}
            <div className="form-actions">
                <button type="submit" className="button button-primary" disabled={name.trim() === "" || name.trim() === stored || save.isRunning}>Save</button>
                <p role="status" className="muted">{isSaved ? "Saved." : ""}</p>
            </div>
        </form>
    );
}
