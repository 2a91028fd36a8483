import { useQuery } from "../app/router";
import { paths } from "../api/endpoints";
import { useResource } from "../api/useResource";
import { Card, Page } from "../ui/layout";
import { Pager } from "../ui/Pager";
import { Empty, Pending, Skeleton } from "../ui/states";
import { usePaging } from "../ui/usePaging";
import { assetKindLabels } from "./seriesText";
import { SeriesTable } from "./SeriesTable";

export function SeriesListPage() {
    const [query, change] = useQuery();
    const zone = query.get("zone");
    const kind = query.get("kind");
    const paging = usePaging(`${zone}/${kind}`);
    const zones = useResource("zones", paths.zones());
    const list = useResource("seriesList", paths.seriesList({
        ...(zone ? { zoneId: Number(zone) } : {}), ...(kind ? { assetKind: kind } : {}), limit: 50, cursor: paging.cursor,
    }));
    return (
        <Page title="Series" lead="Every measured or computed quantity of an asset." actions={
            <div className="filters">
                <label className="field">
                    Zone
                    <select className="select" value={zone ?? ""} onChange={(event) => change({ zone: event.target.value || null })}>
                        <option value="">All</option>
                        {zones.data?.zones.map((item) => <option key={item.id} value={item.id}>{item.code} · {item.name}</option>)}
                    </select>
                </label>
                <label className="field">
                    Asset
                    <select className="select" value={kind ?? ""} onChange={(event) => change({ kind: event.target.value || null })}>
                        <option value="">All</option>
                        {Object.entries(assetKindLabels).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
                    </select>
                </label>
            </div>
        }>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={12} />}>
                    {({ series, nextCursor }) => (
                        <>
                            {series.length === 0 ? <Empty title="No series here">Choose another zone or kind of asset.</Empty> : <SeriesTable series={series} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={series.length} what="series" />}
                        </>
                    )}
                </Pending>
            </Card>
        </Page>
    );
}
