import { NotFound } from "../../app/NotFound";
import { Link } from "../../app/router";
import { useResource } from "../../api/useResource";
import { Icon } from "../../ui/Icon";
import { Card } from "../../ui/layout";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { FindingTable } from "../findings/FindingTable";
import { MeasureButtons, useMeasure, usePeriod } from "./choices";
import { HeatStrip } from "./HeatStrip";
import { MeterTable } from "./MeterTable";
import { QualityKpis } from "./QualityPage";
import { together } from "./qualityScale";
import { useZoneNames } from "./useZoneNames";

const findingsShown = 20;

/** One zone's readings: day by day, its worst meters, and what rules found fault with. */
export function ZoneQualityPage({ id }: { id: number }) {
    const period = usePeriod();
    const measure = useMeasure();
    const name = useZoneNames()(id);
    const quality = useResource("GET /zones/{id}/data-quality", { path: { id }, query: { days: period.days } });
    const span = quality.data && { from: quality.data.from, to: quality.data.to };
    const findings = useResource("GET /findings", span ? { query: { zoneId: id, state: "open", ...span, limit: findingsShown } } : null);
    if (quality.error?.isNotFound) return <NotFound what="zone" />;
    return (
        <DataPage title={`Data quality of ${name}`} actions={period.control} above={<Link to="/data/quality" className="crumb"><Icon name="back" size={14} /> Data quality</Link>}>
            <Pending resource={quality} skeleton={<Skeleton height={480} />}>
                {(data) => (
                    <div className="stack">
                        <QualityKpis figures={together(data.zones.map((zone) => zone.figures))} open={data.zones[0]?.openFindings ?? 0} />
                        <Card title="Day by day" actions={<MeasureButtons />}>
                            <HeatStrip label={`${name} by day`} dates={data.days.map((day) => day.date)} rows={[{ key: "zone", heading: name, days: data.days }]} measure={measure} />
                        </Card>
                        <Card title="Worst meters" flush>{data.worstMeters.length === 0 ? <Empty title="No meter lacks a reading" /> : <MeterTable meters={data.worstMeters} />}</Card>
                        <Card title="Open findings of these days" flush note={findings.data?.nextCursor ? `the latest ${findingsShown}` : undefined}
                            actions={<Link to={`/data/findings?zone=${id}&state=open`}>All that are open</Link>}>
                            <Pending resource={findings}>
                                {({ findings: list }) => list.length === 0 ? <Empty title="None is open" /> : <FindingTable findings={list} />}
                            </Pending>
                        </Card>
                    </div>
                )}
            </Pending>
        </DataPage>
    );
}
