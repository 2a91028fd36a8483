import { useCity } from "../city/CityContext";
import type { ZoneSummary } from "../api/types";
import { formatPercent, formatPower } from "../format/number";
import { epoch, formatClock } from "../format/time";
import { loadingText } from "./loadingScale";

/** The pointed or focused zone's values, next to the map. */
export function ZonePanel({ zone }: { zone: ZoneSummary }) {
    const { city } = useCity();
    const peak = zone.nextPeak;
    return (
        <div className="map-panel" aria-hidden="true">
            <h3>{zone.code} · {zone.name}</h3>
            <dl>
                <dt>Load</dt>
                <dd>{formatPower(zone.loadKW)}</dd>
                <dt>Of capacity</dt>
                <dd>{loadingText(zone.loading)} of {formatPower(zone.capacityKW)}</dd>
                {peak && (
                    <>
                        <dt>Next peak</dt>
                        <dd>{formatClock(city.timeZone, epoch(peak.at))}</dd>
                        <dt>P50 · P90</dt>
                        <dd>{formatPower(peak.p50)} · {formatPower(peak.p90)}</dd>
                        <dt>P90 of capacity</dt>
                        <dd>{formatPercent(peak.loading90)}</dd>
                    </>
                )}
                <dt>Anomalies, 7 d</dt>
                <dd>{zone.anomalies7d}</dd>
            </dl>
        </div>
    );
}
