import { Link } from "../app/router";
import type { Model } from "../api/types";
import { useResource } from "../api/useResource";
import { useCity } from "../city/CityContext";
import { formatDurationText } from "../format/words";
import { formatCount, formatPercent } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { Badge, Card, Page, type Tone } from "../ui/layout";
import { Empty, Pending, Skeleton } from "../ui/states";
import { ScoreTable } from "./ScoreTable";
import { championSkill } from "./skill";

const statusTones: Record<Model["status"], Tone> = { champion: "good", candidate: "info", retired: "neutral" };
export const kindNames: Record<Model["kind"], string> = { "forecast.lstm": "Day-ahead forecast (LSTM)", "anomaly.autoencoder": "Anomaly detection (autoencoder)" };

export function ModelStatus({ model }: { model: Model }) {
    return (
        <>
            <Badge tone={statusTones[model.status]}>{model.status}</Badge>
            {model.losesToBaseline && <> <Badge tone="warning">loses to the baseline</Badge></>}
        </>
    );
}

/** Champions first, forecasts before detectors, new before old. */
function inOrder(models: Model[]): Model[] {
    const rank = (model: Model) => (model.status === "champion" ? 0 : 2) + (model.kind.startsWith("forecast") ? 0 : 1);
    return [...models].sort((a, b) => rank(a) - rank(b) || b.id - a.id);
}

export function ModelsPage() {
    const { city } = useCity();
    const models = useResource("GET /models");
    return (
        <Page title="Models" lead="Every trained version, measured on days it never saw, next to the baseline it must beat.">
            <Pending resource={models} skeleton={<Skeleton lines={8} />}>
                {({ models: list }) => {
                    const skill = championSkill(list);
                    if (list.length === 0) return <Card><Empty title="No model has been trained yet">Training runs as a job; its progress is on the Jobs page.</Empty></Card>;
                    return (
                        <div className="stack">
                            {skill && (
                                <p className={`callout ${skill.skill > 0 ? "callout-good" : "callout-warning"}`} data-testid="verdict">
                                    {skill.skill > 0
                                        ? <><strong>The forecast in service beats the baseline:</strong> {formatPercent(skill.skill, 1)} less {skill.score.name} than {skill.score.baselineName ?? "the baseline"} on held-out days.</>
                                        : <><strong>The baseline wins:</strong> {skill.score.baselineName ?? "it"} has {formatPercent(-skill.skill, 1)} less {skill.score.name} than the forecast in service, on held-out days.</>}
                                </p>
                            )}
                            {inOrder(list).map((model) => (
                                <Card key={model.id} flush title={`${model.name} ${String(model.version)}`}
                                    note={<><ModelStatus model={model} /> {kindNames[model.kind] ?? model.kind} · trained {formatDateTime(city.timeZone, epoch(model.createdAt), { year: true })} in {formatDurationText(model.trainingSeconds)} · {formatCount(model.parameterCount)} parameters</>}
                                    actions={<Link to={`/models/${model.id}`}>Details</Link>}>
                                    <ScoreTable scores={model.scores} />
                                </Card>
                            ))}
                        </div>
                    );
                }}
            </Pending>
        </Page>
    );
}
