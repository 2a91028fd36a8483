import { useMemo } from "react";
import { NotFound } from "../../app/NotFound";
import { Link } from "../../app/router";
import type { BalanceHints, EnergyBalance } from "../../api/types";
import { useResource } from "../../api/useResource";
import { TimeChart, type ChartLine } from "../../chart/TimeChart";
import { useHour } from "../../city/CityContext";
import { formatCount, formatNumber } from "../../format/number";
import { epoch, isoUTC } from "../../format/time";
import { Icon } from "../../ui/Icon";
import { Badge, Card, Kpi } from "../../ui/layout";
import { Empty, ErrorState, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { areaLabel, formatEnergy, formatPercentValue, lossShares, verdicts } from "./balanceText";
import { NoBoundary } from "./NoBoundary";
import { useBalancePeriod } from "./useBalancePeriod";

/** One area: its balance day by day, and the meters that would explain what is missing. */
export function AreaBalancePage({ area }: { area: string }) {
    const period = useBalancePeriod();
    const balance = useResource("GET /balance", { query: { area, ...period.window, resolution: "day" } });
    if (balance.error?.isNotFound) return <NotFound what="area" />;
    const data = balance.data;
    return (
        <DataPage title={data?.area.name ?? "Energy balance"} actions={period.control}
            above={<Link to={`/data/balance?kind=${area.split(":")[0]}`} className="crumb"><Icon name="back" size={14} /> Energy balance</Link>}
            lead={data && `${areaLabel(data.area.kind)} with ${formatCount(data.meters)} meters`}>
            {!data && (balance.error ? <ErrorState error={balance.error} retry={balance.retry} /> : <Skeleton height={360} />)}
            {data && (data.total.verdict === "noBoundaryMeasurement" ? <NoBoundary kind={data.area.kind} id={data.area.id} /> : <LoadedBalance balance={data} area={area} />)}
        </DataPage>
    );
}

function LoadedBalance({ balance, area }: { balance: EnergyBalance; area: string }) {
    const { total } = balance;
    const shares = lossShares(total);
    const verdict = verdicts[total.verdict];
    return (
        <div className="stack">
            <div className={verdict.tone === "good" ? "callout callout-good" : verdict.tone === "neutral" ? "callout" : "callout callout-warning"} data-testid="verdict">
                <strong>{verdict.label}.</strong> {total.explanation}
            </div>
            <dl className="kpis">
                <Kpi label="Losses" value={formatPercentValue(total.lossesPercent)} tone={verdict.tone === "critical" ? "critical" : "normal"}
                    detail={`± ${formatPercentValue(shares?.plusMinus)} of the input, ${formatEnergy(total.lossesKWh)}`} />
                <Kpi label="Came in" value={formatEnergy(total.inputKWh)} detail={`${formatEnergy(total.importKWh)} measured, ${formatEnergy(total.generationKWh)} generated`} />
                <Kpi label="Went out" value={formatEnergy(total.outputKWh)} detail={`${formatEnergy(total.consumptionKWh)} consumed, ${formatEnergy(total.exportKWh)} given on`} />
                <Kpi label="Technical losses" value={formatPercentValue(shares?.high)} detail={`at most; at least ${formatPercentValue(shares?.low)}`} />
                <Kpi label="Estimated" value={formatEnergy(total.estimatedKWh)} detail={`of ${formatCount(total.estimatedMeters)} meters`} />
                <Kpi label="Not metered" value={formatCount(total.missingMeters)} tone={total.missingMeters > 0 ? "warning" : "normal"}
                    detail={`${formatCount(total.coveredHours)} of ${formatCount(total.hours)} hours measured`} />
            </dl>
            <Days balance={balance} />
            <Hints area={area} />
        </div>
    );
}

function Days({ balance }: { balance: EnergyBalance }) {
    const parts = useMemo(() => balance.parts.filter((part) => part.lossesKWh !== null), [balance.parts]);
    const lines = useMemo<ChartLine[]>(() => {
        const end = parts[parts.length - 1]?.end;
        // A step reaches to the next start: the last day's to its end.
        const start = [...parts.map((part) => epoch(part.start)), ...(end ? [epoch(end)] : [])];
        const line = (key: string, label: string, color: string, value: (number | null)[], more: Partial<ChartLine> = {}): ChartLine =>
            ({ key, label, color, start, value: [...value, ...value.slice(-1)], format: formatEnergy, stepped: true, ...more });
        return [
            line("losses", "Losses", "--chart-actual", parts.map((part) => part.lossesKWh)),
            line("low", "low", "--chart-forecast", parts.map((part) => part.lossesKWh! - (part.uncertaintyKWh ?? 0)), { isEdge: true }),
            line("high", "high", "--chart-forecast", parts.map((part) => part.lossesKWh! + (part.uncertaintyKWh ?? 0)), { isEdge: true }),
            line("technical", "Technical losses at most", "--chart-baseline", parts.map((part) => part.technicalHighKWh), { dashed: true }),
        ];
    }, [parts]);
    const first = balance.parts[0];
    const last = balance.parts[balance.parts.length - 1];
    if (!first || !last || parts.length === 0) return <Card title="Day by day"><Empty title="No day was measured as a whole" /></Card>;
    return (
        <Card title="Day by day" note="losses with their interval of about 95 %">
            <TimeChart label={`Losses of ${balance.area.name} by day`} summary={`Losses of ${formatEnergy(balance.total.lossesKWh)} in all.`}
                range={{ from: epoch(first.start), to: epoch(last.end) }} lines={lines}
                bands={[{ upper: "high", lower: "low", color: "--chart-band", label: "About 95 %", swatch: "--chart-band" }]}
                leftLabel="kWh" leftFormat={(value) => formatNumber(value)} height={280} />
        </Card>
    );
}

function Hints({ area }: { area: string }) {
    const hour = useHour();
    const hints = useResource("GET /balance/hints", { query: { area, from: isoUTC(hour - 28 * 86_400), to: isoUTC(hour) } });
    return (
        <Card title="Meters that would explain it" note="hints from 28 days, no findings" flush>
            <Pending resource={hints}>{(data) => <HintTable data={data} />}</Pending>
        </Card>
    );
}

const hintLabels: Record<BalanceHints["hints"][number]["kind"], string> = { belongsTo: "Belongs elsewhere", foreign: "Not of this area", registers: "Registers wrongly" };

function HintTable({ data }: { data: BalanceHints }) {
    if (data.hints.length === 0) {
        return <Empty title="No meter stands out">{`${formatCount(data.metersTried)} of ${formatCount(data.meters)} meters were held against what is missing.`}</Empty>;
    }
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Hints">
            <table data-testid="hints">
                <caption className="visually-hidden">Meters that would explain the losses</caption>
                <thead>
                    <tr><th scope="col">Meter</th><th scope="col">Hint</th><th scope="col">Why</th><th scope="col" className="num">By chance</th><th scope="col" className="num">Hours</th></tr>
                </thead>
                <tbody>
                    {data.hints.map((hint) => (
                        <tr key={`${hint.seriesId}${hint.kind}`}>
                            <th scope="row"><Link to={`/series/${hint.seriesId}`}>{hint.seriesName}</Link><span className="subline">counted in {hint.countedIn.name}</span></th>
                            <td><Badge tone="warning">{hintLabels[hint.kind]}</Badge>{hint.belongsTo && <span className="subline">to {hint.belongsTo.name}</span>}</td>
                            <td className="cell-reason">{hint.explanation}</td>
                            <td className="num">{hint.probability < 0.0001 ? "< 0.01 %" : formatPercentValue(hint.probability * 100, 2)}</td>
                            <td className="num">{formatCount(hint.hours)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
