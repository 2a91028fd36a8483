import { anomalyLink } from "../anomalies/anomalyText";
import { kindLabels } from "../anomalies/anomalyText";
import { Link } from "../app/router";
import type { Anomaly, ZoneSummary } from "../api/types";
import { useCity } from "../city/CityContext";
import { formatPercent, formatPower } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { watchThreshold } from "../map/loadingScale";
import { Icon } from "../ui/Icon";
import { Empty } from "../ui/states";

interface Item {
    key: string;
    to: string;
    tone: "critical" | "warning" | "plain";
    icon: string;
    title: string;
    when: string;
    detail: string;
}

const shown = 12;

/** Zones whose load or P90 nears capacity, then the latest anomalies. */
export function Attention({ anomalies, zones }: { anomalies: Anomaly[]; zones: ZoneSummary[] }) {
    const { city } = useCity();
    const when = (iso: string) => formatDateTime(city.timeZone, epoch(iso), { zone: false });
    const items: Item[] = [];
    const ranked = [...zones].sort((a, b) => (b.nextPeak?.loading90 ?? 0) - (a.nextPeak?.loading90 ?? 0));
    for (const zone of ranked) {
        if ((zone.loading ?? 0) > watchThreshold) {
            items.push({
                key: `now-${zone.id}`, to: `/zones/${zone.id}`, icon: "warning", tone: (zone.loading ?? 0) > 1 ? "critical" : "warning",
                title: `${zone.code} ${zone.name} at ${formatPercent(zone.loading)} of capacity`, when: "now", detail: `${formatPower(zone.loadKW)} of ${formatPower(zone.capacityKW)}`,
            });
        }
        const peak = zone.nextPeak;
        if (peak && peak.loading90 > watchThreshold) {
            items.push({
                key: `peak-${zone.id}`, to: `/zones/${zone.id}`, icon: "zones", tone: peak.loading90 > 1 ? "critical" : "warning",
                title: `${zone.code} ${zone.name} may reach ${formatPercent(peak.loading90)}`, when: when(peak.at),
                detail: `P90 ${formatPower(peak.p90)}, median ${formatPower(peak.p50)}, capacity ${formatPower(zone.capacityKW)}`,
            });
        }
    }
    for (const anomaly of anomalies.slice(0, Math.max(0, shown - items.length))) {
        items.push({
            key: `anomaly-${anomaly.id}`, to: anomalyLink(anomaly), icon: "anomalies", tone: "plain",
            title: `${kindLabels[anomaly.kind] ?? anomaly.kind} · ${anomaly.assetName}`, when: when(anomaly.start), detail: anomaly.reason,
        });
    }
    if (items.length === 0) {
        return <Empty title="Nothing needs attention">No zone nears its capacity, and there was no anomaly in the last seven days.</Empty>;
    }
    return (
        <ul className="attention" data-testid="attention">
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
    );
}
