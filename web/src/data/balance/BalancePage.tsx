import { Link, useQuery } from "../../app/router";
import type { AreaName, BalanceList } from "../../api/types";
import { useResource } from "../../api/useResource";
import { useCity } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Pending, Skeleton } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { DataPage } from "../DataPage";
import { areaKinds, areaLabel, formatEnergy, verdicts } from "./balanceText";
import { LossBar, lossScale } from "./LossBar";
import { NoBoundary } from "./NoBoundary";
import { useBalancePeriod } from "./useBalancePeriod";

/** What went into each feeder or substation against what its meters measured, the greatest losses first. */
export function BalancePage() {
    const { city } = useCity();
    const [query, change] = useQuery();
    const kind = areaKinds.find(({ value }) => value === query.get("kind")) ?? areaKinds[0]!;
    const period = useBalancePeriod();
    const paging = usePaging(`${kind.value}/${period.key}`);
    const list = useResource("GET /balances", { query: { kind: kind.value, ...period.window, limit: 50, cursor: paging.cursor } });
    return (
        <DataPage title="Energy balance" lead="What was measured where energy comes in, against the sum of the meters inside: losses with what classes and estimates of the meters leave open." actions={
            <>
                <span className="segmented" role="group" aria-label="Kind of area">
                    {areaKinds.map(({ value, many }) => (
                        <button key={value} type="button" aria-pressed={value === kind.value} onClick={() => change({ kind: value })}>{many}</button>
                    ))}
                </span>
                {period.control}
            </>
        }>
            <Pending resource={list} skeleton={<Skeleton height={360} />}>
                {(data) => (
                    <div className="stack">
                        {data.balances.length === 0 && paging.page === 1 && data.withoutBalance.length === 0
                            ? <NoBoundary kind={kind.value} />
                            : (
                                <Card title={kind.many} flush note={`${formatDateTime(city.timeZone, epoch(data.from))} to ${formatDateTime(city.timeZone, epoch(data.to))}`}>
                                    <BalanceTable list={data} period={period.search} />
                                    {(data.nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={data.nextCursor} shown={data.balances.length} what="areas" />}
                                </Card>
                            )}
                        {data.withoutBalance.length > 0 && <WithoutBalance list={data.withoutBalance} />}
                    </div>
                )}
            </Pending>
        </DataPage>
    );
}

export function areaLink(area: Pick<AreaName, "kind" | "id">, search: string): string {
    return `/data/balance/${area.kind}/${area.id}${search}`;
}

function BalanceTable({ list, period }: { list: BalanceList; period: string }) {
    const scale = lossScale(list.balances.map(({ total }) => total));
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Balances">
            <table data-testid="balances">
                <caption className="visually-hidden">Balances, the greatest losses first</caption>
                <thead>
                    <tr>
                        <th scope="col">Area</th>
                        <th scope="col">Verdict</th>
                        <th scope="col" className="cell-wide">Losses, % of the input</th>
                        <th scope="col" className="num">Losses</th>
                        <th scope="col" className="num">Input</th>
                        <th scope="col" className="num">Hours measured</th>
                        <th scope="col" className="num">Not metered</th>
                    </tr>
                </thead>
                <tbody>
                    {list.balances.map(({ area, total, meters }) => (
                        <tr key={`${area.kind}${area.id}`}>
                            <th scope="row"><Link to={areaLink(area, period)}>{area.name}</Link><span className="subline">{formatCount(meters)} meters</span></th>
                            <td className="cell-reason"><Badge tone={verdicts[total.verdict].tone}>{verdicts[total.verdict].label}</Badge><span className="subline">{total.explanation}</span></td>
                            <td><LossBar figures={total} scale={scale} /></td>
                            <td className="num">{formatEnergy(total.lossesKWh)}</td>
                            <td className="num">{formatEnergy(total.inputKWh)}</td>
                            <td className="num">{formatCount(total.coveredHours)} of {formatCount(total.hours)}</td>
                            <td className="num">{formatCount(total.missingMeters)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function WithoutBalance({ list }: { list: BalanceList["withoutBalance"] }) {
    return (
        <Card title="Without a balance" note={`${formatCount(list.length)} measured, but not to be balanced`}>
            <ul className="plain-list">
                {list.map(({ kind, id, reason }) => <li key={`${kind}${id}`}><strong>{areaLabel(kind)} {id}</strong> {reason}</li>)}
            </ul>
        </Card>
    );
}
