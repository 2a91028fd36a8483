import { Link } from "../app/router";
import type { Anomaly } from "../api/types";
import { useCity } from "../city/CityContext";
import { formatNumber, formatQuantity } from "../format/number";
import { epoch, formatDateTime, formatDuration } from "../format/time";
import { Badge } from "../ui/layout";
import { anomalyLink, kindLabels } from "./anomalyText";

export function AnomalyTable({ anomalies, isCompact }: { anomalies: Anomaly[]; isCompact?: boolean }) {
    const { city } = useCity();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Anomalies">
            <table data-testid="anomalies">
                <caption className="visually-hidden">Anomalies, newest first</caption>
                <thead>
                    <tr>
                        <th scope="col">Start</th>
                        <th scope="col">Kind</th>
                        <th scope="col">Asset</th>
                        {!isCompact && <th scope="col">Reason</th>}
                        <th scope="col" className="num">Actual</th>
                        <th scope="col" className="num">Expected</th>
                        {!isCompact && <th scope="col" className="num">Score</th>}
                    </tr>
                </thead>
                <tbody>
                    {anomalies.map((anomaly) => (
                        <tr key={anomaly.id}>
                            <th scope="row" className="nowrap">
                                <Link to={anomalyLink(anomaly)}>{formatDateTime(city.timeZone, epoch(anomaly.start), { zone: !isCompact })}</Link>
                                <span className="subline">{formatDuration(epoch(anomaly.end) - epoch(anomaly.start))}</span>
                            </th>
                            <td><Badge tone={anomaly.kind === "unusual" ? "neutral" : "warning"}>{kindLabels[anomaly.kind] ?? anomaly.kind}</Badge></td>
                            <td className="cell-name">{anomaly.assetName}</td>
                            {!isCompact && <td className="cell-reason">{anomaly.reason}</td>}
                            <td className="num">{formatQuantity(anomaly.actual, anomaly.unit)}</td>
                            <td className="num">
                                {formatQuantity(anomaly.expected, anomaly.unit)}
                                {!isCompact && <span className="subline">{formatQuantity(anomaly.expectedLow, anomaly.unit)} – {formatQuantity(anomaly.expectedHigh, anomaly.unit)}</span>}
                            </td>
                            {!isCompact && (
                                <td className="num">
                                    {formatNumber(anomaly.score, 2)}
                                    <span className="subline">limit {formatNumber(anomaly.threshold, 2)}</span>
                                </td>
                            )}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
