import { anomalyLink, kindLabels } from "../anomalies/anomalyText";
import { Link } from "../app/router";
import type { Anomaly, ZoneSummary } from "../api/types";
import { useCity, useHour } from "../city/CityContext";
import { formatPercent, formatPower } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { watchThreshold } from "../map/loadingScale";
import { Icon } from "../ui/Icon";

interface Item {
    key: string;
    to: string;
    tone: "critical" | "warning" | "plain";
    icon: string;
    title: string;
    when: string;
    detail: string;
}

const peaksShown = 4;
const anomaliesShown = 8;
const day = 86_400;

/** Zones near capacity now, the highest P90 peaks of the next 24 hours, and the anomalies of the last 24. */
export function Attention({ anomalies, zones }: { anomalies: Anomaly[]; zones: ZoneSummary[] }) {
    const { city } = useCity();
    const hour = useHour();
    const when = (iso: string) => formatDateTime(city.timeZone, epoch(iso), { zone: false });
    const overloaded = zones.filter((zone) => (zone.loading ?? 0) > watchThreshold).sort((a, b) => (b.loading ?? 0) - (a.loading ?? 0));
    const peaks = zones.flatMap((zone) => (zone.nextPeak ? [{ zone, peak: zone.nextPeak }] : [])).sort((a, b) => b.peak.loading90 - a.peak.loading90);
    const high = peaks.filter(({ peak }) => peak.loading90 > watchThreshold);
    const recent = anomalies.filter((anomaly) => epoch(anomaly.end) > hour - day);
    const older = anomalies.filter((anomaly) => epoch(anomaly.end) <= hour - day);
    return (
        <div className="attention" data-testid="attention">
            {overloaded.length > 0 && (
                <Group title="Now" items={overloaded.map((zone) => ({
                    key: `now-${zone.id}`, to: `/zones/${zone.id}`, icon: "warning", tone: toneOf(zone.loading), when: "now",
                    title: `${zone.code} ${zone.name} at ${formatPercent(zone.loading)} of capacity`, detail: `${formatPower(zone.loadKW)} of ${formatPower(zone.capacityKW)}`,
                }))} />
            )}
            <Group title="Peaks of the next 24 hours, P90 against capacity"
                none={peaks.length === 0 ? "No forecast has been issued yet." : undefined}
                note={peaks.length > 0 && high.length === 0 ? `No zone is expected above ${watchThreshold * 100} %. The highest:` : undefined}
                items={(high.length > 0 ? high : peaks.slice(0, peaksShown)).map(({ zone, peak }) => ({
                    key: `peak-${zone.id}`, to: `/zones/${zone.id}`, icon: "zones", tone: toneOf(peak.loading90), when: when(peak.at),
                    title: high.length > 0 ? `${zone.code} ${zone.name} may reach ${formatPercent(peak.loading90)}` : `${zone.code} ${zone.name} ${formatPercent(peak.loading90)}`,
                    detail: `P90 ${formatPower(peak.p90)}, median ${formatPower(peak.p50)}, capacity ${formatPower(zone.capacityKW)}`,
                }))} />
            <Group title="Anomalies of the last 24 hours" none={recent.length === 0 ? "None was found." : undefined} items={recent.slice(0, anomaliesShown).map((anomaly) => anomalyItem(anomaly, when))}
                more={recent.length > anomaliesShown ? <Link to="/anomalies">All {recent.length}</Link> : undefined} />
            {recent.length === 0 && older.length > 0 && <Group title="Earlier this week" items={older.slice(0, 3).map((anomaly) => anomalyItem(anomaly, when))} more={<Link to="/anomalies">All anomalies</Link>} />}
        </div>
    );
}

function toneOf(loading: number | null): Item["tone"] {
    return (loading ?? 0) > 1 ? "critical" : (loading ?? 0) > watchThreshold ? "warning" : "plain";
}

function anomalyItem(anomaly: Anomaly, when: (iso: string) => string): Item {
    return {
        key: `anomaly-${anomaly.id}`, to: anomalyLink(anomaly), icon: "anomalies", tone: "plain", when: when(anomaly.start),
        title: `${kindLabels[anomaly.kind] ?? anomaly.kind} · ${anomaly.assetName}`, detail: anomaly.reason,
    };
}

function Group({ title, note, none, items, more }: { title: string; note?: string | undefined; none?: string | undefined; items: Item[]; more?: JSX.Element | undefined }) {
    return (
        <section className="attention-group">
            <h3>{title}</h3>
            {(note ?? none) && <p className="attention-note">{note ?? none}</p>}
            <ul>
                {items.map((item) => (
                    <li key={item.key}>
                        <Link to={item.to} className={`is-${item.tone}`}>
                            <Icon name={item.icon} size={17} />
                            <span className="attention-title">{item.title}</span>
                            <span className="attention-when">{item.when}</span>
                            <span className="attention-detail">{item.detail}</span>
                        </Link>
                    </li>
                ))}
            </ul>
            {more && <p className="attention-note">{more}</p>}
        </section>
    );
}
