import { useQuery } from "../../app/router";
import { useHour } from "../../city/CityContext";
import { isoUTC } from "../../format/time";

const choices = [7, 14, 28];

/** The days that a balance is drawn over, kept in the address; whole hours, up to the one that has ended. */
export function useBalancePeriod() {
    const hour = useHour();
    const [query, change] = useQuery();
    const days = choices.find((value) => String(value) === query.get("days")) ?? 7;
    const control = (
        <span className="segmented" role="group" aria-label="Period">
            {choices.map((value) => (
                <button key={value} type="button" aria-pressed={value === days} onClick={() => change({ days: value === 7 ? null : String(value) })}>{value} d</button>
            ))}
        </span>
    );
    return {
        days, control, key: String(days),
        window: { from: isoUTC(hour - days * 86_400), to: isoUTC(hour) },
        search: days === 7 ? "" : `?days=${days}`,
    };
}
