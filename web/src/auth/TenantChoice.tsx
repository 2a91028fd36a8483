import { useRouter } from "../app/router";
import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { ErrorState } from "../ui/states";
import { useMe, useSessionStore } from "./SessionContext";

/** The tenants somebody belongs to; choosing one opens its overview, in every tab of the browser. */
export function TenantChoice() {
    const { navigate } = useRouter();
    const store = useSessionStore();
    const { tenant, tenants } = useMe();
    const choose = useAction(async (tenantId: number) => {
        const me = await ask("POST /auth/tenant", { body: { tenantId } });
        navigate("/");
        store.begin(me);
    });
    const takeBack = useAction(async (tenantId: number) => {
        await ask("DELETE /me/tenants/{id}/deletion", { path: { id: tenantId } });
        const me = await ask("GET /me");
        store.update(() => me);
    });
    return (
        <>
            <ul className="tenant-choice">
                {tenants.map(({ id, name, roleName, isActive, deleteAfter }) => (
                    <li key={id}>
                        <button type="button" aria-current={id === tenant?.id ? "true" : undefined} disabled={choose.isRunning || !isActive} onClick={() => { if (id !== tenant?.id) void choose.run(id); }}>
                            <span className="tenant-name">{name}</span>
                            <span className="subline">{roleName}{id === tenant?.id ? ", here now" : ""}{isActive ? "" : deleteAfter ? `, will be deleted on ${deleteAfter.slice(0, 10)}` : ", suspended"}</span>
                        </button>
                        {deleteAfter && <button type="button" disabled={takeBack.isRunning} onClick={() => void takeBack.run(id)}>Take the deletion back</button>}
                    </li>
                ))}
            </ul>
            {choose.error && <ErrorState compact error={choose.error} />}
            {takeBack.error && <ErrorState compact error={takeBack.error} />}
        </>
    );
}
