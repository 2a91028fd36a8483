import { oneOf } from "../app/choices";
import { useQuery } from "../app/router";
import { useResource } from "../api/useResource";
import { Card } from "./layout";
import { Pager } from "./Pager";
import { Pending, Skeleton } from "./states";
import { usePaging } from "./usePaging";

/** What a list is filtered by, kept in the URL, and where its pages are. */
export function useZoneAndKind<Kind extends string>(kinds: readonly Kind[]) {
    const [query, change] = useQuery();
    const zone = query.get("zone");
    const kind = oneOf(kinds, query.get("kind"));
    const paging = usePaging(`${zone}/${kind}`);
    return { zoneId: zone ? Number(zone) : null, kind, change, paging };
}

type Filters = ReturnType<typeof useZoneAndKind>;

interface Kind {
    value: string;
    label: string;
    help?: string;
}

export function ZoneAndKindFilters({ filters, kindLabel, kinds }: { filters: Filters; kindLabel: string; kinds: Kind[] }) {
    const zones = useResource("GET /zones");
    return (
        <div className="filters">
            <label className="field">
                Zone
                <select className="select" value={filters.zoneId ?? ""} onChange={(event) => filters.change({ zone: event.target.value || null })}>
                    <option value="">All</option>
                    {zones.data?.zones.map((item) => <option key={item.id} value={item.id}>{item.code} · {item.name}</option>)}
                </select>
            </label>
            <label className="field">
                {kindLabel}
                <select className="select" value={filters.kind ?? ""} onChange={(event) => filters.change({ kind: event.target.value || null })}>
                    <option value="">All</option>
                    {kinds.map(({ value, label, help }) => <option key={value} value={value} title={help}>{label}</option>)}
                </select>
            </label>
        </div>
    );
}

interface PagedCardProps<T> {
    resource: Parameters<typeof Pending<T>>[0]["resource"];
    filters: Filters;
    what: string;
    count: (data: T) => number;
    nextCursor: (data: T) => string | null;
    empty: JSX.Element;
    children: (data: T) => JSX.Element;
}

/** One page of a list, with its loading, empty and failed states, and the way to the next page. */
export function PagedCard<T>({ resource, filters: { paging }, what, count, nextCursor, empty, children }: PagedCardProps<T>) {
    return (
        <Card flush>
            <Pending resource={resource} skeleton={<Skeleton lines={12} />}>
                {(data) => (
                    <>
                        {count(data) === 0 ? empty : children(data)}
                        {(nextCursor(data) !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor(data)} shown={count(data)} what={what} />}
                    </>
                )}
            </Pending>
        </Card>
    );
}
