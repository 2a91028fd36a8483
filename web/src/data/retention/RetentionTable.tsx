import type { RetentionReport } from "../../api/types";
import { useCity } from "../../city/CityContext";
import { formatCount, missing } from "../../format/number";
import { epoch, formatDate } from "../../format/time";
import { formatBytes } from "../../format/bytes";
import { tableLabels } from "./retentionText";

/** What a run would delete, by kind of row. */
export function RetentionTable({ report }: { report: RetentionReport }) {
    const { city } = useCity();
    const date = (time: string | null, nothing = missing) => (time ? formatDate(city.timeZone, epoch(time)) : nothing);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="What a run would delete, by kind">
            <table data-testid="retention">
                <caption className="visually-hidden">What a run would delete</caption>
                <thead>
                    <tr>
                        <th scope="col">What</th><th scope="col">Kept from</th><th scope="col" className="num">Rows</th>
                        <th scope="col" className="num">Size</th><th scope="col">Oldest</th><th scope="col">Newest</th>
                    </tr>
                </thead>
                <tbody>
                    {report.tables.map((table) => (
                        <tr key={table.table}>
                            <th scope="row">{tableLabels[table.table] ?? table.table}</th>
                            <td className="nowrap">{date(table.before, "for ever")}</td>
                            <td className="num">{table.before ? formatCount(table.rows) : missing}</td>
                            <td className="num">{table.rows > 0 ? formatBytes(table.bytes) : missing}</td>
                            <td className="nowrap">{date(table.first)}</td>
                            <td className="nowrap">{date(table.last)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
