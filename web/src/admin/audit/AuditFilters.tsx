import { useQuery } from "../../app/router";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { TypedFilter } from "../../ui/TypedFilter";
import { actionKinds } from "./auditText";

const periods: [days: string, label: string][] = [["1", "A day"], ["7", "7 days"], ["30", "30 days"], ["365", "A year"]];

/** By whom, what, on what and when; kept in the address. */
export function AuditFilters() {
    const [query, change] = useQuery();
    return (
        <div className="filters" role="group" aria-label="Filters">
            <TypedFilter label="Who" value={query.get("actor") ?? ""} placeholder="whole address or key's name" change={(actor) => change({ actor: actor || null })} />
            <ChoiceFilter label="What" value={query.get("action")} choices={actionKinds} change={(action) => change({ action })} />
            <TypedFilter label="On" value={query.get("object") ?? ""} placeholder="apiKey or apiKey:7" change={(object) => change({ object: object || null })} />
            <ChoiceFilter label="Period" value={query.get("days")} choices={periods} change={(days) => change({ days })} />
            <span className="muted">Typed filters ask on Enter. An entry's details lead to all by or on the same.</span>
        </div>
    );
}
