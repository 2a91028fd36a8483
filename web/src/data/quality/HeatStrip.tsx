import type { ReactNode } from "react";
import type { DayQuality } from "../../api/types";
import { formatPercent } from "../../format/number";
import { measures, qualityStep, type Measure } from "./qualityScale";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export interface HeatRow {
    key: string;
    heading: ReactNode;
    days: DayQuality[];
}

/** Days across, zones down: a table whose cells are coloured by how good the readings were, and say it. */
export function HeatStrip({ label, dates, rows, measure }: { label: string; dates: string[]; rows: HeatRow[]; measure: Measure }) {
    const { of, words } = measures[measure];
    return (
        <>
            <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
                <table className="heat" data-testid="heat">
                    <caption className="visually-hidden">{label}: {measures[measure].help}</caption>
                    <thead>
                        <tr>
                            <th scope="col">Zone</th>
                            {dates.map((date) => <th key={date} scope="col" abbr={date}><span className="heat-weekday">{weekdayOf(date)}</span>{dayOf(date)}</th>)}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => {
                            const byDate = new Map(row.days.map((day) => [day.date, day]));
                            return (
                                <tr key={row.key}>
                                    <th scope="row">{row.heading}</th>
                                    {dates.map((date) => {
                                        const day = byDate.get(date);
                                        const value = day ? of(day.figures) : null;
                                        const step = day ? qualityStep(measure, day.figures) : null;
                                        const shown = value === null ? "–" : formatPercent(value, value > 0.995 && value < 1 ? 1 : 0);
                                        return <td key={date} className={`heat-cell heat-${step ?? "none"}`} title={`${date}: ${value === null ? "nothing expected" : formatPercent(value, 2)}`}>{shown.replace("\u00a0%", "")}<span className="visually-hidden">{value === null ? "" : " %"}</span></td>;
                                    })}
                                </tr>
                            );
                        })}
                    </tbody>
                </table>
            </div>
            <ul className="heat-legend" aria-label="Colours">
                {words.map((text, step) => <li key={text}><span className={`heat-swatch heat-${step}`} aria-hidden="true" />{text}</li>)}
                <li><span className="heat-swatch heat-none" aria-hidden="true" />nothing expected</li>
                <li className="muted">numbers are percent</li>
            </ul>
        </>
    );
}

function weekdayOf(date: string): string {
    return weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "";
}

function dayOf(date: string): string {
    return String(Number(date.slice(8, 10)));
}
