import { useCity } from "../city/CityContext";
import type { ZoneSummary } from "../api/types";
import { formatPercent, formatPower } from "../format/number";
import { epoch, formatClock } from "../format/time";
import { loadingText } from "./loadingScale";

/** The pointed or focused zone's values, in a bar over the map. The shape's own label says them to a screen reader. */
export function ZonePanel({ zone }: { zone: ZoneSummary }) {
    const { city } = useCity();
    const peak = zone.nextPeak;
    return (
        <div className="map-panel" aria-hidden="true">
            <h3>{zone.code} · {zone.name}</h3>
            <dl>
                <div><dt>Load</dt> <dd>{formatPower(zone.loadKW)}, {loadingText(zone.loading)} of {formatPower(zone.capacityKW)}</dd></div>
                {peak && <div><dt>Peak {formatClock(city.timeZone, epoch(peak.at))}</dt> <dd>P50 {formatPower(peak.p50)}, P90 {formatPower(peak.p90)}, {formatPercent(peak.loading90)}</dd></div>}
                <div><dt>Anomalies, 7 d</dt> <dd>{zone.anomalies7d}</dd></div>
            </dl>
        </div>
    );
}
