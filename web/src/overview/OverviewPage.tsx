import { useQuery } from "../app/router";
import { useKept } from "../api/useKept";
import { useResource } from "../api/useResource";
import { useCity, useHour } from "../city/CityContext";
import { epoch, formatDateTime, isoUTC } from "../format/time";
import { LazyCityMap } from "../map/LazyCityMap";
import type { MapMode } from "../map/loadingScale";
import { Card, Page } from "../ui/layout";
import { Pending, Skeleton } from "../ui/states";
import { Attention } from "./Attention";
import { CityKpis } from "./CityKpis";
import { CityLoadChart } from "./CityLoadChart";
import { ZoneRanking } from "./ZoneRanking";

export function OverviewPage() {
    const { city } = useCity();
    const hour = useHour();
    const [query, change] = useQuery();
    const mode: MapMode = query.get("map") === "peak" ? "peak" : "now";
    const zones = useResource("GET /zones");
    const network = useResource("GET /network", { query: { kinds: ["zone", "line", "substation"] } });
    const models = useResource("GET /models");
    const anomalies = useKept(useResource("GET /anomalies", { query: { from: isoUTC(hour - 7 * 86_400), limit: 50 } }));
    const loadAt = zones.data?.zones.reduce((latest, zone) => Math.max(latest, zone.loadAt ? epoch(zone.loadAt) : 0), 0);
    return (
        <Page title={city.name} tabTitle="Overview" lead={loadAt ? `Latest complete hour: ${formatDateTime(city.timeZone, loadAt)}` : undefined}>
            <div className="stack">
                <Pending resource={zones} skeleton={<Skeleton height={88} />}>
                    {({ zones: list }) => <CityKpis zones={list} models={models.data?.models} />}
                </Pending>
                <div className="overview-main">
                    <Card title="Zones by loading" note="load against capacity" className="overview-map" actions={
                        <div className="segmented" role="group" aria-label="What the map shows">
                            <button type="button" aria-pressed={mode === "now"} onClick={() => change({ map: null })}>Now</button>
                            <button type="button" aria-pressed={mode === "peak"} onClick={() => change({ map: "peak" })}>Next 24 h, P90</button>
                        </div>
                    }>
                        <Pending resource={network} skeleton={<Skeleton height={560} />}>
                            {(loaded) => <LazyCityMap network={loaded} zones={zones.data?.zones ?? []} mode={mode} />}
                        </Pending>
                    </Card>
                    <Card title="What needs attention" className="overview-attention">
                        <Pending resource={anomalies}>
                            {(list) => <Attention anomalies={list.anomalies} zones={zones.data?.zones ?? []} />}
                        </Pending>
                    </Card>
                </div>
                <div className="overview-main">
                    <CityLoadChart />
                    <Card title="Highest loading" note="bar: now · mark: P90 peak, next 24 h" flush>
                        <Pending resource={zones}>{({ zones: list }) => <ZoneRanking zones={list} />}</Pending>
                    </Card>
                </div>
            </div>
        </Page>
    );
}
