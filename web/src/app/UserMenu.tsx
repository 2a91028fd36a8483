import { useEffect, useRef, useState } from "react";
import { useMe, useSessionStore } from "../auth/SessionContext";
import { TenantChoice } from "../auth/TenantChoice";
import { useAction } from "../api/useAction";
import { Icon } from "../ui/Icon";
import { ErrorState } from "../ui/states";
import { Link, useRouter } from "./router";

/** Who is signed in, and from there: the account, the other tenants, the way out. */
export function UserMenu() {
    const { user, tenant, tenants } = useMe();
    const { location } = useRouter();
    const store = useSessionStore();
    const [isOpen, setOpen] = useState(false);
    const node = useRef<HTMLDivElement>(null);
    const opener = useRef<HTMLButtonElement>(null);
    const signOut = useAction(() => store.signOut());
    useEffect(() => setOpen(false), [location.path]);
    useEffect(() => {
        if (!isOpen) return;
        const onPress = (event: Event) => {
            if (!node.current?.contains(event.target as Node)) setOpen(false);
        };
        document.addEventListener("pointerdown", onPress);
        return () => document.removeEventListener("pointerdown", onPress);
    }, [isOpen]);
    return (
        <div className="user-menu" ref={node}
            onBlur={(event) => { if (event.relatedTarget && !node.current?.contains(event.relatedTarget as Node)) setOpen(false); }}
            onKeyDown={(event) => {
                if (event.key !== "Escape" || !isOpen) return;
                setOpen(false);
                opener.current?.focus();
            }}>
            <button ref={opener} type="button" className="user-button" aria-expanded={isOpen} aria-controls="user-menu" onClick={() => setOpen(!isOpen)}
                aria-label={`Account of ${user.name || user.email}`}>
                <span className="avatar" aria-hidden="true">{initials(user.name || user.email)}</span>
            </button>
            {isOpen && (
                <div id="user-menu" className="user-panel" role="region" aria-label="Account">
                    <p className="user-who"><strong>{user.name}</strong><span className="subline">{user.email}</span>
                        {tenant && <span className="subline">{tenant.roleName} in {tenant.name}</span>}</p>
                    {tenants.length > 1 && <><p className="user-heading">Utilities</p><TenantChoice /></>}
                    <ul className="user-actions">
                        <li><Link to="/account"><Icon name="person" size={16} /> Account</Link></li>
                        <li><button type="button" disabled={signOut.isRunning} onClick={() => void signOut.run()}><Icon name="signOut" size={16} /> Sign out</button></li>
                    </ul>
                    {signOut.error && <ErrorState compact error={signOut.error} />}
                </div>
            )}
        </div>
    );
}

/** `Ada Lovelace` → `AL`, `ada@example.org` → `A`. */
export function initials(name: string): string {
    const words = name.split("@")[0]!.split(/[\s._-]+/).filter(Boolean);
    const first = [...(words[0] ?? "?")][0] ?? "?";
    const last = name.includes("@") || words.length < 2 ? "" : ([...words[words.length - 1]!][0] ?? "");
    return (first + last).toUpperCase();
}
