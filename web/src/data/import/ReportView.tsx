import type { ReactNode } from "react";
import { Link } from "../../app/router";
import { download } from "../../api/download";
import type { UploadReport } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useCity } from "../../city/CityContext";
import { formatCount, missing } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { Badge, Facts } from "../../ui/layout";
import { ErrorState } from "../../ui/states";

interface ReportViewProps {
    report: UploadReport;
    /** Where all faults can be fetched as a file; null for a preview, whose faults are not kept. */
    uploadId: string | null;
}

/** What a look at the file found: counts, the faults by line, and the series it speaks of. */
export function ReportView({ report, uploadId }: ReportViewProps) {
    const { city } = useCity();
    const faults = useAction((id: string) => download("GET /uploads/{id}/faults", { path: { id } }));
    const time = (value: string | null) => (value ? formatDateTime(city.timeZone, epoch(value), { year: true }) : missing);
    const stored: [string, ReactNode][] = report.stored
        ? [["New", formatCount(report.stored.inserted)], ["Revised", formatCount(report.stored.revised)], ["As they were", formatCount(report.stored.unchanged)]] : [];
    return (
        <div className="stack">
            <Facts items={[
                ["Looked at", report.isWholeFile ? "the whole file" : `the first ${formatCount(report.rows)} rows`],
                ["Rows", formatCount(report.rows)],
                ["Sound readings", formatCount(report.readings)],
                ["Without a value", formatCount(report.emptyValues)],
                ["Faults", <span key="faults" className={report.faultCount > 0 ? "form-error" : undefined}>{formatCount(report.faultCount)}</span>],
                ["Warnings", formatCount(report.warningCount)],
                ["Series", formatCount(report.seriesCount)],
                ...stored,
            ]} />
            {faults.error && <ErrorState compact error={faults.error} />}
            {report.faultCount > 0 && (
                <Found title="Faults" testid="faults" shown={report.faults.length} of={report.faultCount}
                    note={uploadId && <button type="button" className="link-button" onClick={() => void faults.run(uploadId)}>Download all of them as CSV</button>}
                    head={<><th scope="col" className="num">Line</th><th scope="col">Column</th><th scope="col">What is wrong</th></>}>
                    {report.faults.map((fault, index) => (
                        <tr key={index}>
                            <td className="num">{fault.line === null ? "whole file" : formatCount(fault.line)}</td>
                            <td className="mono">{fault.column ?? missing}</td>
                            <td className="cell-reason">{fault.reason}</td>
                        </tr>
                    ))}
                </Found>
            )}
            {report.warningCount > 0 && (
                <Found title="Warnings" testid="warnings" shown={report.warnings.length} of={report.warningCount}
                    note="An import takes the rows like this."
                    head={<><th scope="col" className="num">Line</th><th scope="col">How it is taken</th></>}>
                    {report.warnings.map((warning, index) => (
                        <tr key={index}>
                            <td className="num">{warning.line === null ? "whole file" : formatCount(warning.line)}</td>
                            <td className="cell-reason">{warning.message}</td>
                        </tr>
                    ))}
                </Found>
            )}
            {report.series.length > 0 && (
                <Found title="Series of the file" testid="file-series" shown={report.series.length} of={report.seriesCount}
                    head={<><th scope="col">In the file</th><th scope="col">Here</th><th scope="col" className="num">Readings</th><th scope="col">First</th><th scope="col">Last</th></>}>
                    {report.series.map((series) => (
                        <tr key={series.name}>
                            <th scope="row" className="mono">{series.name}</th>
                            <td>{series.seriesId === null ? <Badge tone="warning">new, would be registered</Badge> : <Link to={`/series/${series.seriesId}`}>series {series.seriesId}</Link>}</td>
                            <td className="num">{formatCount(series.readings)}</td>
                            <td className="nowrap">{time(series.first)}</td>
                            <td className="nowrap">{time(series.last)}</td>
                        </tr>
                    ))}
                </Found>
            )}
        </div>
    );
}

function Found({ title, testid, shown, of, note, head, children }: { title: string; testid: string; shown: number; of: number; note?: ReactNode; head: ReactNode; children: ReactNode }) {
    return (
        <section aria-label={title}>
            <div className="card-heading">
                <h3>{title}</h3>
                <p className="card-note">{shown < of && `the first ${formatCount(shown)} of ${formatCount(of)} `}{note}</p>
            </div>
            <div className="table-scroll table-tall" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
                <table data-testid={testid}>
                    <caption className="visually-hidden">{title}</caption>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{children}</tbody>
                </table>
            </div>
        </section>
    );
}
