import { useMemo } from "react";
import { paths } from "../api/endpoints";
import { useResource } from "../api/useResource";
import { useCity, useHour } from "../city/CityContext";
import { epoch, formatDateTime, isoUTC } from "../format/time";
import { LazyCityMap } from "../map/LazyCityMap";
import { Card, Page } from "../ui/layout";
import { Pending, Skeleton } from "../ui/states";
import { Attention } from "./Attention";
import { CityKpis } from "./CityKpis";
import { CityLoadChart } from "./CityLoadChart";
import { ZoneRanking } from "./ZoneRanking";

export function OverviewPage() {
    const { city } = useCity();
    const hour = useHour();
    const zones = useResource("zones", paths.zones());
    const network = useResource("network", paths.network(["zone", "line", "substation"]));
    const models = useResource("models", paths.models());
    const day = Math.floor(hour / 86_400) * 86_400;
    const anomalies = useResource("anomalies", useMemo(() => paths.anomalies({ from: isoUTC(day - 7 * 86_400), limit: 50 }), [day]));
    const loadAt = zones.data?.zones.reduce((latest, zone) => Math.max(latest, zone.loadAt ? epoch(zone.loadAt) : 0), 0);
    return (
        <Page title={city.name} tabTitle="Overview" lead={loadAt ? `Latest complete hour: ${formatDateTime(city.timeZone, loadAt)}` : undefined}>
            <div className="stack">
                <Pending resource={zones} skeleton={<Skeleton height={88} />}>
                    {({ zones: list }) => <CityKpis zones={list} models={models.data?.models} />}
                </Pending>
                <div className="overview-main">
                    <Card title="Zones by loading" className="overview-map">
                        <Pending resource={network} skeleton={<Skeleton height={460} />}>
                            {(loaded) => <LazyCityMap network={loaded} zones={zones.data?.zones ?? []} />}
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
