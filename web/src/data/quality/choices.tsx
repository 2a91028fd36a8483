import { useQuery } from "../../app/router";
import { measures, type Measure } from "./qualityScale";

const choices = [7, 14, 28];
const standard = 14;

/** How many whole days are looked at, kept in the address. */
export function usePeriod() {
    const [query, change] = useQuery();
    const days = choices.find((value) => String(value) === query.get("days")) ?? standard;
    const control = (
        <span className="segmented" role="group" aria-label="Period">
            {choices.map((value) => (
                <button key={value} type="button" aria-pressed={value === days} onClick={() => change({ days: value === standard ? null : String(value) })}>{value} d</button>
            ))}
        </span>
    );
    return { days, control };
}

export function useMeasure(): Measure {
    const [query] = useQuery();
    const asked = query.get("show");
    return asked === "late" || asked === "estimated" ? asked : "completeness";
}

export function MeasureButtons() {
    const [, change] = useQuery();
    const measure = useMeasure();
    return (
        <span className="segmented" role="group" aria-label="What the colours show">
            {(Object.keys(measures) as Measure[]).map((name) => (
                <button key={name} type="button" aria-pressed={name === measure} title={measures[name].help} onClick={() => change({ show: name === "completeness" ? null : name })}>{measures[name].label}</button>
            ))}
        </span>
    );
}
