import { Link } from "../app/router";
import type { Series } from "../api/types";
import { useCity } from "../city/CityContext";
import { formatCount, missing } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { Badge } from "../ui/layout";
import { assetKindLabels, intervalLabel, quantityLabel } from "./seriesText";

export function SeriesTable({ series }: { series: Series[] }) {
    const { city } = useCity();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Series">
            <table>
                <caption className="visually-hidden">Series</caption>
                <thead>
                    <tr>
                        <th scope="col">Series</th>
                        <th scope="col">Asset</th>
                        <th scope="col">Quantity</th>
                        <th scope="col">Interval</th>
                        <th scope="col" className="num">Readings</th>
                        <th scope="col">Last reading</th>
                    </tr>
                </thead>
                <tbody>
                    {series.map((item) => (
                        <tr key={item.id}>
                            <th scope="row"><Link to={`/series/${item.id}`}>{item.name}</Link></th>
                            <td>{item.assetName} <span className="muted">{assetKindLabels[item.assetKind] ?? item.assetKind}</span></td>
                            <td>{quantityLabel(item.quantity)} <span className="muted">{item.unit}</span> {item.isDerived && <Badge>computed</Badge>}</td>
                            <td>{intervalLabel(item.intervalSeconds)}</td>
                            <td className="num">{formatCount(item.readingCount)}</td>
                            <td className="nowrap">{item.lastReadingAt ? formatDateTime(city.timeZone, epoch(item.lastReadingAt)) : missing}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
