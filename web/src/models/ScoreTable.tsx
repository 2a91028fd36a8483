import type { ModelScore } from "../api/types";
import { formatPercent, formatSignificant } from "../format/number";
import { Badge } from "../ui/layout";
import { skillOf, verdict } from "./skill";

const rules = { lower: "lower is better", higher: "higher is better", closer: "closer to the target is better" };

export function ScoreTable({ scores }: { scores: ModelScore[] }) {
    if (scores.length === 0) return <p className="state">This version has not been measured.</p>;
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Scores">
            <table>
                <caption className="visually-hidden">Scores on held-out days</caption>
                <thead>
                    <tr>
                        <th scope="col">On held-out days</th>
                        <th scope="col" className="num">Model</th>
                        <th scope="col" className="num">Baseline</th>
                        <th scope="col">Who is better</th>
                    </tr>
                </thead>
                <tbody>
                    {scores.map((score) => (
                        <tr key={score.name}>
                            <th scope="row">
                                {score.name}
                                <span className="subline">{rules[score.betterIs]}{score.target !== null ? `: ${formatSignificant(score.target)} ${score.unit}` : ""}</span>
                            </th>
                            <td className="num">{formatSignificant(score.model, 4)} {score.unit}</td>
                            <td className="num">
                                {score.baseline === null ? "–" : `${formatSignificant(score.baseline, 4)} ${score.unit}`}
                                {score.baselineName && <span className="subline">{score.baselineName}</span>}
                            </td>
                            <td><Verdict score={score} /></td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Verdict({ score }: { score: ModelScore }) {
    const better = verdict(score);
    const skill = skillOf(score);
    const by = skill === null ? "" : ` by ${formatPercent(Math.abs(skill), 1)}`;
    if (better === "none" && score.target !== null) {
        const away = score.model - score.target;
        return <span className="muted">{away === 0 ? "on the target" : `${formatSignificant(Math.abs(away))} ${score.unit === "%" ? "points" : score.unit} ${away > 0 ? "above" : "below"} the target`}</span>;
    }
    if (better === "none") return <span className="muted">nothing to compare with</span>;
    if (better === "even") return <Badge>even</Badge>;
    return better === "model" ? <Badge tone="good">model{by}</Badge> : <Badge tone="warning">baseline{by}</Badge>;
}
