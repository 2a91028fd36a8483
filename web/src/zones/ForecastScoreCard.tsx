import { Link } from "../app/router";
import type { ZoneForecast } from "../api/types";
import { useCity } from "../city/CityContext";
import { formatNumber, formatPower } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { Card } from "../ui/layout";
import { Empty } from "../ui/states";

export function RunNote({ forecast }: { forecast: ZoneForecast | undefined }) {
    const { city } = useCity();
    const run = forecast?.run;
    if (!forecast) return null;
    if (!run) return <>No forecast was issued by then.</>;
    const model = `${run.modelName} ${String(run.version)}`;
    return (
        <span data-testid="run-note">
            {run.modelId !== null ? <Link to={`/models/${run.modelId}`}>{model}</Link> : model}, {run.isBackfilled ? "computed afterwards for" : "issued"} {formatDateTime(city.timeZone, epoch(run.issuedAt))}
            {run.isFallback && <strong> · fallback: {run.fallbackReason ?? "the model could not run"}</strong>}
        </span>
    );
}

function origin(forecast: ZoneForecast): string {
    const later = forecast.past.filter((point) => point.isBackfilled).length;
    if (later === 0) return "as they were issued";
    return later === forecast.past.length ? "computed afterwards" : `of which ${later} hours were computed afterwards`;
}

/** How the day-ahead forecasts of this zone came true, next to the baseline; says so when the baseline was better. */
export function ForecastScoreCard({ forecast }: { forecast: ZoneForecast | undefined }) {
    const score = forecast?.score;
    if (!forecast) return null;
    if (!score || score.scoredHours === 0) {
        return (
            <Card title="How the forecasts came true">
                <Empty title="Not scored yet">A day-ahead forecast is scored once its hours have readings.</Empty>
            </Card>
        );
    }
    const isBetter = score.skillPercent === null ? null : score.skillPercent > 0;
    return (
        <Card title="How the forecasts came true" note={`${score.scoredHours} of the last ${score.windowHours} hours, day-ahead forecasts ${origin(forecast)}`}>
            <dl className="score-grid" data-testid="score">
                <div><dt>Mean error (MAE)</dt><dd>{formatPower(score.mae)}<small>{formatNumber(score.nmaePercent, 1)} % of the mean load</small></dd></div>
                <div><dt>Baseline's error</dt><dd>{formatPower(score.baselineMae)}<small>{forecast.baseline.name}</small></dd></div>
                <div><dt>Skill</dt><dd>{formatNumber(score.skillPercent, 1)} %<small>{isBetter === null ? "nothing to compare with" : isBetter ? "less error than the baseline" : "the baseline was better"}</small></dd></div>
                <div><dt>Inside P10–P90</dt><dd>{formatNumber(score.coverage80Percent, 0)} %<small>80 % would be right</small></dd></div>
            </dl>
            {isBetter === false && <p className="callout callout-warning">In this window the baseline beat the model: repeating last week would have been closer.</p>}
        </Card>
    );
}
