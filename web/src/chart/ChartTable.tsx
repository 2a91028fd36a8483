import { useState } from "react";
import { missing } from "../format/number";
import { formatDateTime } from "../format/time";
import type { Aligned } from "./align";
import type { ChartLine, TimeChartProps } from "./TimeChart";

const rowsShown = 500;

/** The chart's values that start before its end as a table; its rows are made only when it is opened. */
export function ChartTable({ lines, aligned, timeZone, label, until, notes }: { lines: ChartLine[]; aligned: Aligned; timeZone: string; label: string; until: number } & Pick<TimeChartProps, "notes">) {
    const [isOpen, setOpen] = useState(false);
    const rows = aligned.start
        .map((start, index) => ({ start, index }))
        .filter(({ start, index }) => start < until && aligned.columns.some((column) => column[index] !== null));
    const first = Math.max(0, rows.length - rowsShown);
    return (
        <details className="chart-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary>Values as a table</summary>
            {isOpen && (
                <div className="table-scroll" tabIndex={0} role="region" aria-label={`${label}: values`}>
                    <table>
                        <caption className="visually-hidden">{label}</caption>
                        <thead>
                            <tr>
                                <th scope="col">Start</th>
                                {lines.map((line) => (
                                    <th key={line.key} scope="col" className="num">{line.label}</th>
                                ))}
                                {notes && <th scope="col">{notes.label}</th>}
                            </tr>
                        </thead>
                        <tbody>
                            {rows.slice(first).reverse().map(({ start, index }) => (
                                <tr key={start}>
                                    <th scope="row" className="nowrap">{formatDateTime(timeZone, start)}</th>
                                    {lines.map((line, column) => {
                                        const value = aligned.columns[column]?.[index];
                                        return (
                                            <td key={line.key} className="num">
                                                {value === null || value === undefined ? missing : line.format(value)}
                                            </td>
                                        );
                                    })}
                                    {notes && <td>{notes.at(start)}</td>}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                    {first > 0 && <p className="chart-summary">The latest {rowsShown} of {rows.length} rows; zoom in for the others.</p>}
                </div>
            )}
        </details>
    );
}
