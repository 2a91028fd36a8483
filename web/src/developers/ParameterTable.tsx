import type { Parameter } from "./description/ApiDescription";
import type { Resolve } from "./description/Schema";
import { limitWords, typeWords } from "./description/schemaWords";
import { Inline } from "./Prose";

const places: Record<Parameter["place"], string> = { path: "in the path", query: "in the query", header: "a header" };

export function ParameterTable({ parameters, resolve }: { parameters: Parameter[]; resolve: Resolve }) {
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Names, types and meanings of the parameters">
            <table data-testid="parameters">
                <caption className="visually-hidden">Parameters</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead>
                <tbody>
                    {parameters.map((parameter) => {
                        const limits = limitWords(parameter.schema, resolve);
                        const fallback = resolve(parameter.schema).default;
                        return (
                            <tr key={`${parameter.place}-${parameter.name}`}>
                                <th scope="row"><code>{parameter.name}</code><span className="subline">{places[parameter.place]}{parameter.isRequired ? ", needed" : ""}</span></th>
                                <td>{typeWords(parameter.schema, resolve)}{limits.length > 0 && <span className="subline">{limits.join("; ")}</span>}</td>
                                <td className="cell-wide">
                                    <Inline text={parameter.description} />
                                    {fallback !== undefined && <span className="subline">Without it: <code>{String(fallback)}</code></span>}
                                    {parameter.example !== undefined && <span className="subline">For example <code>{String(parameter.example)}</code></span>}
                                </td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
        </div>
    );
}
