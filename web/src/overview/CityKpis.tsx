import { Link } from "../app/router";
import type { Model, ZoneSummary } from "../api/types";
import { useCity } from "../city/CityContext";
import { formatCount, formatNumber, formatPercent, formatPower, missing, powerScale } from "../format/number";
import { epoch, formatClock } from "../format/time";
import { watchThreshold } from "../map/loadingScale";
import { championSkill } from "../models/skill";
import { Kpi } from "../ui/layout";

export function CityKpis({ zones, models }: { zones: ZoneSummary[]; models: Model[] | undefined }) {
    const { city } = useCity();
    const reporting = zones.filter((zone) => zone.loadKW !== null);
    const total = reporting.reduce((sum, zone) => sum + (zone.loadKW ?? 0), 0);
    const scale = powerScale(total);
    const high = zones.filter((zone) => (zone.loading ?? 0) > watchThreshold);
    const peak = zones
        .filter((zone) => zone.nextPeak)
        .sort((a, b) => (b.nextPeak?.loading90 ?? 0) - (a.nextPeak?.loading90 ?? 0))[0];
    const completeness = zones.length > 0 ? zones.reduce((sum, zone) => sum + zone.completeness24h, 0) / zones.length : null;
    const anomalies = zones.reduce((sum, zone) => sum + zone.anomalies7d, 0);
    const skill = models && championSkill(models);
    return (
        <dl className="kpis" data-testid="kpis">
            <Kpi label="City load" value={<span data-testid="city-load">{reporting.length > 0 ? formatNumber(total / scale.divisor, scale.digits) : missing}</span>}
                unit={scale.unit} detail={reporting.length === zones.length ? `all ${zones.length} zones` : `${reporting.length} of ${zones.length} zones report`} />
            <Kpi label="Tightest zone, next 24 h" value={peak?.nextPeak ? formatPercent(peak.nextPeak.loading90) : missing}
                tone={peakTone(peak?.nextPeak?.loading90)}
                detail={peak?.nextPeak ? (
                    <>
                        P90 of capacity · <Link to={`/zones/${peak.id}`}>{peak.code}</Link> {formatClock(city.timeZone, epoch(peak.nextPeak.at))}
                        <br />
                        {formatPower(peak.nextPeak.p50)} P50, {formatPower(peak.nextPeak.p90)} P90
                    </>
                ) : "no forecast yet"} />
            <Kpi label={`Zones above ${watchThreshold * 100} %`} value={formatCount(high.length)} unit={`of ${zones.length}`}
                tone={high.some((zone) => (zone.loading ?? 0) > 1) ? "critical" : high.length > 0 ? "warning" : "normal"}
                detail={high.length > 0 ? high.map((zone) => zone.code).join(", ") : "now"} />
            <Kpi label="Anomalies, 7 days" value={formatCount(anomalies)} detail={<Link to="/anomalies">All anomalies</Link>} />
            <Kpi label="Data complete, 24 h" value={completeness === null ? missing : formatPercent(completeness, completeness === 1 ? 0 : 1)}
                tone={completeness !== null && completeness < 0.95 ? "warning" : "normal"} detail="mean of the zones" />
            <Kpi label="Forecast skill" value={skill ? formatPercent(skill.skill, 1) : missing} tone={skill && skill.skill < 0 ? "warning" : "normal"}
                detail={skill ? (
                    <>
                        {skill.skill < 0 ? "more" : "less"} error than {skill.score.baselineName ?? "the baseline"},{" "}
                        <Link to={`/models/${skill.model.id}`}>on held-out days</Link>
                    </>
                ) : models ? "no forecast model in service" : "loading"} />
        </dl>
    );
}

function peakTone(loading: number | undefined): "normal" | "warning" | "critical" {
    if (loading === undefined) return "normal";
    return loading > 1 ? "critical" : loading > watchThreshold ? "warning" : "normal";
}
