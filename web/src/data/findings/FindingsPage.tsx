import { keysOf, oneOf } from "../../app/choices";
import { useQuery } from "../../app/router";
import { useResource } from "../../api/useResource";
import { useCity, useHour } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime, isoUTC } from "../../format/time";
import { Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { DataPage } from "../DataPage";
import { findingKinds, findingStates } from "./findingText";
import { FindingTable } from "./FindingTable";

const periods = [["7", "7 days"], ["30", "30 days"], ["365", "A year"]] as const;

/** What validation found fault with, newest first, by zone, rule, state and period. */
export function FindingsPage() {
    const hour = useHour();
    const [query, change] = useQuery();
    const zones = useResource("GET /zones");
    const [zone, days] = [query.get("zone"), query.get("days")];
    const [kind, state] = [oneOf(keysOf(findingKinds), query.get("kind")), oneOf(keysOf(findingStates), query.get("state"))];
    const isNarrowed = zone !== null || kind !== null || state !== null || days !== null;
    const paging = usePaging(`${zone}/${kind}/${state}/${days}`);
    const list = useResource("GET /findings", { query: {
        zoneId: zone ? Number(zone) : null, kind, state, limit: 50, cursor: paging.cursor,
        ...(days ? { from: isoUTC(hour - Number(days) * 86_400), to: isoUTC(hour + 3600) } : {}),
    } });
    const filter = (label: string, name: string, value: string | null, choices: (readonly [string, string])[]) => (
        <label className="field">
            {label}
            <select className="select" value={value ?? ""} onChange={(event) => change({ [name]: event.target.value || null })}>
                <option value="">All</option>
                {choices.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
            </select>
        </label>
    );
    return (
        <DataPage title="Findings" lead="Readings that a validation rule found fault with. The readings stay as they are until somebody edits or dismisses them." actions={
            <div className="filters">
                {filter("Zone", "zone", zone, (zones.data?.zones ?? []).map((item) => [String(item.id), `${item.code} · ${item.name}`]))}
                {filter("Rule", "kind", kind, Object.entries(findingKinds).map(([value, { label }]) => [value, label]))}
                {filter("State", "state", state, Object.entries(findingStates).map(([value, { label }]) => [value, label]))}
                {filter("Period", "days", days, [...periods])}
            </div>
        }>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={12} />}>
                    {({ findings, nextCursor }) => (
                        <>
                            {findings.length === 0 ? (
                                <Empty title="No findings here">{isNarrowed ? "None fits what was chosen." : <NothingFound />}</Empty>
                            ) : <FindingTable findings={findings} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={findings.length} what="findings" />}
                        </>
                    )}
                </Pending>
            </Card>
        </DataPage>
    );
}

/** Which of the two it is: nothing to find fault with, or nothing looked at yet. */
function NothingFound() {
    const { city } = useCity();
    const quality = useResource("GET /data-quality", { query: { days: 1 } });
    if (!quality.data) return <>{quality.error ? "When validation last ran could not be asked." : "…"}</>;
    const { validatedAt, seriesToValidate } = quality.data;
    const waiting = seriesToValidate > 0 ? ` ${formatCount(seriesToValidate)} series wait to be validated.` : "";
    if (validatedAt === null) return <>Nothing has been validated yet.{waiting || " It begins when readings come in."}</>;
    return <>No rule found fault with a reading. Validation last ran {formatDateTime(city.timeZone, epoch(validatedAt))}.{waiting}</>;
}
