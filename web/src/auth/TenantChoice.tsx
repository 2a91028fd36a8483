import { useRouter } from "../app/router";
import { sendJSON } from "../api/client";
import type { Me } from "../api/identity";
import { useAction } from "../api/useAction";
import { ErrorState } from "../ui/states";
import { useMe, useSessionStore } from "./SessionContext";

/** The tenants somebody belongs to; choosing one opens its overview, in every tab of the browser. */
export function TenantChoice() {
    const { navigate } = useRouter();
    const store = useSessionStore();
    const { tenant, tenants } = useMe();
    const choose = useAction(async (tenantId: number) => {
        const me = await sendJSON<Me>("POST", "/auth/tenant", { tenantId });
        navigate("/");
        store.begin(me);
    });
    return (
        <>
            <ul className="tenant-choice">
                {tenants.map(({ id, name, roleName, isActive }) => (
                    <li key={id}>
                        <button type="button" aria-current={id === tenant?.id ? "true" : undefined} disabled={choose.isRunning || !isActive} onClick={() => { if (id !== tenant?.id) void choose.run(id); }}>
                            <span className="tenant-name">{name}</span>
                            <span className="subline">{roleName}{id === tenant?.id ? ", here now" : ""}{isActive ? "" : ", suspended"}</span>
                        </button>
                    </li>
                ))}
            </ul>
            {choose.error && <ErrorState compact error={choose.error} />}
        </>
    );
}
