import { NotFound } from "../app/NotFound";
import { Link } from "../app/router";
import type { Model, ZoneScore } from "../api/types";
import { useResource } from "../api/useResource";
import { useCity } from "../city/CityContext";
import { formatCount, formatNumber, formatPower } from "../format/number";
import { epoch, formatDate, formatDateTime } from "../format/time";
import { formatDurationText } from "../format/words";
import { Icon } from "../ui/Icon";
import { Badge, Card, Facts, Page } from "../ui/layout";
import { ErrorState, Skeleton } from "../ui/states";
import { LossCurve } from "./LossCurve";
import { kindNames, ModelStatus } from "./ModelsPage";
import { ScoreTable } from "./ScoreTable";

export function ModelPage({ id }: { id: number }) {
    const { city } = useCity();
    const resource = useResource("GET /models/{id}", { path: { id } });
    const model = resource.data;
    if (resource.error?.isNotFound) return <NotFound what="model" />;
    if (!model) return <div className="page">{resource.error ? <ErrorState error={resource.error} retry={resource.retry} /> : <Skeleton height={360} />}</div>;
    const period = (from: string, to: string) => `${formatDate(city.timeZone, epoch(from))} – ${formatDate(city.timeZone, epoch(to))}`;
    return (
        <Page title={`${model.name} ${String(model.version)}`} above={<Link to="/models" className="crumb"><Icon name="back" size={14} /> Models</Link>}
            lead={<><ModelStatus model={model} /> {kindNames[model.kind] ?? model.kind}{model.statusReason && ` · ${model.statusReason}`}</>}>
            <div className="stack">
                <Card title="Measured on held-out days" note={period(model.heldOutFrom, model.heldOutTo)} flush>
                    <ScoreTable scores={model.scores} />
                </Card>
                {model.perZone.length > 0 && <PerZone model={model} />}
                <div className="columns columns-stretch">
                    <Card title="Loss while training" note={`${model.lossCurve.length} epochs in ${formatDurationText(model.trainingSeconds)}`}>
                        <LossCurve points={model.lossCurve} />
                    </Card>
                    <Card title="How it was made">
                        <Facts items={[
                            ["Trained on", period(model.trainedFrom, model.trainedTo)],
                            ["Held out", period(model.heldOutFrom, model.heldOutTo)],
                            ["Created", formatDateTime(city.timeZone, epoch(model.createdAt), { year: true })],
                            ["Parameters", formatCount(model.parameterCount)],
                            ["Seed", <code key="seed">{model.seed}</code>],
                            ["Code", <code key="code">{model.codeVersion}</code>],
                            ["Data hash", <code key="hash">{model.dataHash}</code>],
                        ]} />
                    </Card>
                </div>
            </div>
        </Page>
    );
}

function PerZone({ model }: { model: Model }) {
    const zones = useResource("GET /zones");
    const name = (score: ZoneScore) => {
        const zone = zones.data?.zones.find((candidate) => candidate.id === score.zoneId);
        return zone ? `${zone.code} · ${zone.name}` : `Zone ${score.zoneId}`;
    };
    const won = model.perZone.filter((score) => score.baselineMae !== null && score.mae < score.baselineMae).length;
    return (
        <Card title="By zone" note={`the model is better in ${won} of ${model.perZone.length} zones`} flush>
            <div className="table-scroll" tabIndex={0} role="region" aria-label="Scores by zone">
                <table>
                    <caption className="visually-hidden">Error by zone, model and baseline</caption>
                    <thead>
                        <tr>
                            <th scope="col">Zone</th>
                            <th scope="col" className="num">MAE</th>
                            <th scope="col" className="num">of mean load</th>
                            <th scope="col" className="num">Baseline MAE</th>
                            <th scope="col" className="num">of mean load</th>
                            <th scope="col" className="num">Inside P10–P90</th>
                            <th scope="col">Who is better</th>
                        </tr>
                    </thead>
                    <tbody>
                        {model.perZone.map((score) => (
                            <tr key={score.zoneId}>
                                <th scope="row"><Link to={`/zones/${score.zoneId}`}>{name(score)}</Link></th>
                                <td className="num">{formatPower(score.mae)}</td>
                                <td className="num">{formatNumber(score.nmaePercent, 1)} %</td>
                                <td className="num">{formatPower(score.baselineMae)}</td>
                                <td className="num">{formatNumber(score.baselineNmaePercent, 1)} %</td>
                                <td className="num">{formatNumber(score.coverage80Percent, 0)} %</td>
                                <td>{score.baselineMae === null ? <span className="muted">nothing to compare with</span> : score.mae < score.baselineMae ? <Badge tone="good">model</Badge> : <Badge tone="warning">baseline</Badge>}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </Card>
    );
}
