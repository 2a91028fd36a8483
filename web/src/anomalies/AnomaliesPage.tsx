import { useResource } from "../api/useResource";
import { Page } from "../ui/layout";
import { Empty } from "../ui/states";
import { PagedCard, useZoneAndKind, ZoneAndKindFilters } from "../ui/ZoneAndKind";
import { AnomalyTable } from "./AnomalyTable";
import { anomalyKinds, kindHelp, kindLabels } from "./anomalyText";

const kinds = anomalyKinds.map((value) => ({ value, label: kindLabels[value], help: kindHelp[value] }));

export function AnomaliesPage() {
    const filters = useZoneAndKind(anomalyKinds);
    const { zoneId, kind, paging } = filters;
    const list = useResource("GET /anomalies", { query: { zoneId, kind, limit: 50, cursor: paging.cursor } });
    return (
        <Page title="Anomalies" lead="Intervals whose behaviour the model does not explain, newest first."
            actions={<ZoneAndKindFilters filters={filters} kindLabel="Kind" kinds={kinds} />}>
            <PagedCard resource={list} filters={filters} what="anomalies" count={({ anomalies }) => anomalies.length} nextCursor={({ nextCursor }) => nextCursor}
                empty={
                    <Empty title="No anomalies here">
                        {zoneId !== null || kind !== null ? "None fits the chosen zone and kind." : "Nothing unexplained was found, or the detector has not run yet."}
                    </Empty>
                }>
                {({ anomalies }) => <AnomalyTable anomalies={anomalies} />}
            </PagedCard>
        </Page>
    );
}
