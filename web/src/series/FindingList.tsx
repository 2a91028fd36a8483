import type { Finding } from "../api/types";
import type { ChartMark } from "../chart/TimeChart";
import { useCity } from "../city/CityContext";
import { findingLabel, findingStates } from "../data/findings/findingText";
import { epoch, formatDateTime } from "../format/time";
import { Badge } from "../ui/layout";

function rowId(finding: Finding): string {
    return `finding-${finding.id}`;
}

/** A finding on its series' chart; a click leads to its line in the list below. */
export function findingMark(finding: Finding): ChartMark {
    return {
        key: rowId(finding), from: epoch(finding.start), to: epoch(finding.end), value: finding.kind === "range" || finding.kind === "spike" ? finding.value : null, kind: "finding",
        label: `${findingLabel(finding.kind)}: ${finding.detail}. Show it in the list.`,
        open: () => {
            const row = document.getElementById(rowId(finding));
            row?.scrollIntoView({ block: "center" });
            row?.focus({ preventScroll: true });
        },
    };
}

export function FindingList({ findings }: { findings: Finding[] }) {
    const { city } = useCity();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Findings">
            <table data-testid="series-findings">
                <caption className="visually-hidden">Findings of this series</caption>
                <thead><tr><th scope="col">Rule</th><th scope="col">What was found</th><th scope="col">From</th><th scope="col">To</th><th scope="col">State</th></tr></thead>
                <tbody>
                    {findings.map((finding) => (
                        <tr key={finding.id} id={rowId(finding)} tabIndex={-1}>
                            <th scope="row">{findingLabel(finding.kind)}</th>
                            <td className="cell-reason">{finding.detail}{finding.note && <span className="subline">“{finding.note}”</span>}</td>
                            <td className="nowrap">{formatDateTime(city.timeZone, epoch(finding.start))}</td>
                            <td className="nowrap">{formatDateTime(city.timeZone, epoch(finding.end))}</td>
                            <td><Badge tone={findingStates[finding.state].tone}>{findingStates[finding.state].label}</Badge></td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
