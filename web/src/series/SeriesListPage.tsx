import { useResource } from "../api/useResource";
import { Page } from "../ui/layout";
import { Empty } from "../ui/states";
import { PagedCard, useZoneAndKind, ZoneAndKindFilters } from "../ui/ZoneAndKind";
import { assetKindLabels, measuredKinds } from "./seriesText";
import { SeriesTable } from "./SeriesTable";

const kinds = measuredKinds.map((value) => ({ value, label: assetKindLabels[value] }));

export function SeriesListPage() {
    const filters = useZoneAndKind(measuredKinds);
    const { zoneId, kind, paging } = filters;
    const list = useResource("GET /series", { query: { zoneId, assetKind: kind, limit: 50, cursor: paging.cursor } });
    return (
        <Page title="Series" lead="Every measured or computed quantity of an asset."
            actions={<ZoneAndKindFilters filters={filters} kindLabel="Asset" kinds={kinds} />}>
            <PagedCard resource={list} filters={filters} what="series" count={({ series }) => series.length} nextCursor={({ nextCursor }) => nextCursor}
                empty={<Empty title="No series here">Choose another zone or kind of asset.</Empty>}>
                {({ series }) => <SeriesTable series={series} />}
            </PagedCard>
        </Page>
    );
}
