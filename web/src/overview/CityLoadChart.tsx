import { useMemo } from "react";
import type { CityLoad } from "../api/types";
import { useKept } from "../api/useKept";
import { useResource } from "../api/useResource";
import { useCity, useHour, useNow } from "../city/CityContext";
import { withGaps } from "../chart/align";
import { TimeChart, type ChartLine } from "../chart/TimeChart";
import { formatNumber, formatPower, powerScale } from "../format/number";
import { formatDateTime, isoUTC } from "../format/time";
import { Card } from "../ui/layout";
import { Empty, Pending, Skeleton } from "../ui/states";
import { OutsideZones } from "../zones/OutsideZones";

const hours = 48;

/** The sum of the zones' net load. Hours that a zone lacks are left out, and said. */
export function CityLoadChart() {
    const hour = useHour();
    const load = useKept(useResource("GET /city/load", { query: { from: isoUTC(hour - hours * 3600), to: isoUTC(hour + 3600), points: 500 } }));
    return (
        <Card title="City load, 48 hours" note="net of generation, sum of the zones">
            <Pending resource={load} skeleton={<Skeleton height={270} />}>
                {(data) => <LoadedChart data={data} hour={hour} />}
            </Pending>
        </Card>
    );
}

function LoadedChart({ data, hour }: { data: CityLoad; hour: number }) {
    const { city } = useCity();
    const now = useNow(5000);
    const whole = useMemo(() => {
        const kept = data.columns.start.map((_, index) => index).filter((index) => data.columns.zonesReporting[index] === data.zones);
        return { start: kept.map((index) => data.columns.start[index] ?? 0), value: kept.map((index) => data.columns.loadKW[index] ?? 0) };
    }, [data]);
    const incomplete = data.columns.start.length - whole.start.length;
    const scale = powerScale(Math.max(0, ...whole.value.map(Math.abs)));
    const lines = useMemo<ChartLine[]>(
        () => [{ key: "load", label: "Net load", color: "--chart-actual", ...withGaps(whole, data.intervalSeconds, data.isDownsampled), width: 2, format: (value) => formatPower(value, scale) }],
        [whole, data, scale.unit, scale.digits],
    );
    if (whole.value.length === 0) return <Empty title="No readings in the last 48 hours" />;
    const highest = Math.max(...whole.value);
    const highestAt = whole.start[whole.value.indexOf(highest)] ?? hour;
    const latest = whole.value[whole.value.length - 1];
    const summary = `Highest ${formatPower(highest)} at ${formatDateTime(city.timeZone, highestAt)}, latest ${formatPower(latest)}.`;
    return (
        <>
            <TimeChart label="City load over the last 48 hours" summary={summary} range={{ from: hour - hours * 3600, to: hour + 2 * 3600 }} lines={lines} now={now}
                leftLabel={scale.unit} leftFormat={(value) => formatNumber(value / scale.divisor, scale.digits > 1 ? 1 : 0)} height={230} />
            <p className="chart-summary">
                {summary} {incomplete > 0 && `${incomplete} ${incomplete === 1 ? "hour" : "hours"} left out: not every zone has reported. `}
                <OutsideZones data={data} />
            </p>
        </>
    );
}
