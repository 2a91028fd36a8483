import { useEffect, useState } from "react";
import { useQuery } from "../../app/router";
import { actionKinds } from "./auditText";

const periods: [days: string, label: string][] = [["1", "A day"], ["7", "7 days"], ["30", "30 days"], ["365", "A year"]];

/** By whom, what, on what and when; kept in the address. */
export function AuditFilters() {
    const [query, change] = useQuery();
    const select = (label: string, name: string, choices: [string, string][]) => (
        <label className="field">
            {label}
            <select className="select" value={query.get(name) ?? ""} onChange={(event) => change({ [name]: event.target.value || null })}>
                <option value="">All</option>
                {choices.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
                {query.get(name) && !choices.some(([value]) => value === query.get(name)) && <option value={query.get(name) ?? ""}>{query.get(name)}</option>}
            </select>
        </label>
    );
    return (
        <div className="filters" role="group" aria-label="Filters">
            <TypedFilter label="Who" value={query.get("actor") ?? ""} placeholder="e-mail or key's name" change={(actor) => change({ actor: actor || null })} />
            {select("What", "action", actionKinds)}
            <TypedFilter label="On" value={query.get("object") ?? ""} placeholder="apiKey:7" change={(object) => change({ object: object || null })} />
            {select("Period", "days", periods)}
        </div>
    );
}

interface TypedFilterProps {
    label: string;
    value: string;
    placeholder: string;
    change: (value: string) => void;
}

/** Asks when somebody has typed to the end: by Enter or on leaving the field. */
function TypedFilter({ label, value, placeholder, change }: TypedFilterProps) {
    const [text, setText] = useState(value);
    useEffect(() => setText(value), [value]);
    const take = () => {
        if (text.trim() !== value) change(text.trim());
    };
    return (
        <label className="field">
            {label}
            <input className="input" type="search" spellCheck={false} autoComplete="off" maxLength={254} placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} onBlur={take}
                onKeyDown={(event) => { if (event.key === "Enter") take(); }} />
        </label>
    );
}
