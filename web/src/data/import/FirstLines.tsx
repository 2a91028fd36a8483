import type { ReadingsMapping, UploadGuess } from "../../api/types";
import { Badge } from "../../ui/layout";
import { roleOf } from "./mapping";

const rowsShown = 8;

/** The file as it begins, each column headed by what it is taken for. */
export function FirstLines({ guess, mapping }: { guess: UploadGuess; mapping: ReadingsMapping }) {
    return (
        <div className="table-scroll preview" tabIndex={0} role="region" aria-label="First lines of the file">
            <table data-testid="first-lines">
                <caption className="visually-hidden">First lines of the file</caption>
                <thead>
                    <tr>
                        {guess.columns.map((column, index) => {
                            const role = roleOf(column, mapping);
                            return <th key={index} scope="col">{column} {role ? <Badge tone="info">{role}</Badge> : <span className="muted">not read</span>}</th>;
                        })}
                    </tr>
                </thead>
                <tbody>
                    {guess.rows.slice(0, rowsShown).map((row, line) => (
                        <tr key={line}>{guess.columns.map((_, index) => <td key={index} className="mono nowrap">{row[index] ?? ""}</td>)}</tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
