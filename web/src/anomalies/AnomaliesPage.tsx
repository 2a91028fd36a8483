import { useQuery } from "../app/router";
import { paths } from "../api/endpoints";
import { useResource } from "../api/useResource";
import { Card, Page } from "../ui/layout";
import { Pager } from "../ui/Pager";
import { Empty, Pending, Skeleton } from "../ui/states";
import { usePaging } from "../ui/usePaging";
import { AnomalyTable } from "./AnomalyTable";
import { kindHelp, kindLabels } from "./anomalyText";

export function AnomaliesPage() {
    const [query, change] = useQuery();
    const zone = query.get("zone");
    const kind = query.get("kind");
    const paging = usePaging(`${zone}/${kind}`);
    const zones = useResource("zones", paths.zones());
    // The API does not filter by kind; a chosen kind is looked for in longer pages.
    const list = useResource("anomalies", paths.anomalies({ zoneId: zone ? Number(zone) : null, limit: kind ? 1000 : 50, cursor: paging.cursor }));
    return (
        <Page title="Anomalies" lead="Intervals whose behaviour the model does not explain, newest first." actions={
            <div className="filters">
                <label className="field">
                    Zone
                    <select className="select" value={zone ?? ""} onChange={(event) => change({ zone: event.target.value || null })}>
                        <option value="">All</option>
                        {zones.data?.zones.map((item) => <option key={item.id} value={item.id}>{item.code} · {item.name}</option>)}
                    </select>
                </label>
                <label className="field">
                    Kind
                    <select className="select" value={kind ?? ""} onChange={(event) => change({ kind: event.target.value || null })}>
                        <option value="">All</option>
                        {Object.entries(kindLabels).map(([value, label]) => <option key={value} value={value} title={kindHelp[value as keyof typeof kindHelp]}>{label}</option>)}
                    </select>
                </label>
            </div>
        }>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={12} />}>
                    {({ anomalies, nextCursor }) => {
                        const shown = kind ? anomalies.filter((anomaly) => anomaly.kind === kind) : anomalies;
                        return (
                            <>
                                {shown.length === 0
                                    ? <Empty title="No anomalies here">{kind && nextCursor ? "None of this kind on this page; older ones may be on the next." : "Nothing unexplained was found, or the detector has not run yet."}</Empty>
                                    : <AnomalyTable anomalies={shown} />}
                                {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={shown.length} what="anomalies" />}
                            </>
                        );
                    }}
                </Pending>
            </Card>
        </Page>
    );
}
