import { Link } from "../../app/router";
import type { MeterQuality } from "../../api/types";
import { useCity } from "../../city/CityContext";
import { formatCount, formatPercent } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { useZoneNames } from "./useZoneNames";

/** The meters whose readings are the worst; each leads to its readings. */
export function MeterTable({ meters }: { meters: MeterQuality[] }) {
    const { city } = useCity();
    const zoneName = useZoneNames();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Worst meters">
            <table data-testid="worst-meters">
                <caption className="visually-hidden">Worst meters first</caption>
                <thead>
                    <tr>
                        <th scope="col">Meter</th><th scope="col">Zone</th><th scope="col" className="num">Complete</th><th scope="col" className="num">Missing</th>
                        <th scope="col" className="num">Late</th><th scope="col" className="num">Estimated</th><th scope="col">Last reading</th>
                    </tr>
                </thead>
                <tbody>
                    {meters.map((meter) => (
                        <tr key={meter.seriesId}>
                            <th scope="row"><Link to={`/series/${meter.seriesId}?range=30d`}>{meter.name}</Link><span className="subline">{meter.externalName}</span></th>
                            <td>{zoneName(meter.zoneId)}</td>
                            <td className="num">{formatPercent(meter.figures.completeness, 1)}</td>
                            <td className="num">{formatCount(Math.max(0, meter.figures.expected - meter.figures.received + meter.figures.estimated))} of {formatCount(meter.figures.expected)}</td>
                            <td className="num">{formatPercent(meter.figures.lateShare, 1)}</td>
                            <td className="num">{formatPercent(meter.figures.estimatedShare, 1)}</td>
                            <td className="nowrap">{formatDateTime(city.timeZone, epoch(meter.lastReadingAt))}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
