interface ChoiceFilterProps {
    label: string;
    /** Null: all. */
    value: string | null;
    choices: [value: string, words: string][];
    change: (value: string | null) => void;
}

/** A filter that is chosen; what the address asks for and nobody offers is shown as it is. */
export function ChoiceFilter({ label, value, choices, change }: ChoiceFilterProps) {
    return (
        <label className="field">
            {label}
            <select className="select" value={value ?? ""} onChange={(event) => change(event.target.value || null)}>
                <option value="">All</option>
                {choices.map(([choice, words]) => <option key={choice} value={choice}>{words}</option>)}
                {value && !choices.some(([choice]) => choice === value) && <option value={value}>{value}</option>}
            </select>
        </label>
    );
}
