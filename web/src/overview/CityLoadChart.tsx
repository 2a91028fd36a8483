import { useMemo } from "react";
import { useCity, useHour } from "../city/CityContext";
import { sumComplete } from "../chart/align";
import { TimeChart, type ChartLine } from "../chart/TimeChart";
import { formatNumber, formatPower, powerScale } from "../format/number";
import { formatDateTime } from "../format/time";
import { Card } from "../ui/layout";
import { Empty, Skeleton } from "../ui/states";
import { useZoneLoads } from "../zones/useZoneLoads";

const hours = 48;

/** The sum of the zones' net load. Hours that a zone lacks are left out, and said. */
export function CityLoadChart() {
    const { city } = useCity();
    const hour = useHour();
    const loads = useZoneLoads(hours, hour);
    const sum = useMemo(() => sumComplete([...loads.byZone.values()]), [loads.byZone]);
    const scale = powerScale(Math.max(0, ...sum.value.map(Math.abs)));
    const lines = useMemo<ChartLine[]>(
        () => [{ key: "load", label: "Net load", color: "--chart-actual", start: sum.start, value: sum.value, width: 2, format: (value) => formatPower(value, scale) }],
        [sum, scale.unit, scale.digits],
    );
    const highest = sum.value.length > 0 ? Math.max(...sum.value) : null;
    const highestAt = highest === null ? undefined : sum.start[sum.value.indexOf(highest)];
    const notes = [
        loads.failed > 0 ? `${loads.failed} zones could not be loaded; the sum is of the others` : null,
        sum.incomplete > 0 ? `${sum.incomplete} hours left out: not every zone has reported` : null,
    ].filter(Boolean);
    return (
        <Card title="City load, 48 hours" note={notes.length > 0 ? notes.join("; ") : "net of generation, sum of the zones"}>
            {loads.isLoading ? (
                <Skeleton height={270} />
            ) : sum.value.length === 0 ? (
                <Empty title="No readings in the last 48 hours" />
            ) : (
                <TimeChart
                    label="City load over the last 48 hours"
                    summary={highestAt === undefined ? "" : `Highest ${formatPower(highest)} at ${formatDateTime(city.timeZone, highestAt)}, latest ${formatPower(sum.value[sum.value.length - 1])}.`}
                    range={{ from: hour - hours * 3600, to: hour + 3600 }}
                    lines={lines}
                    leftLabel={scale.unit}
                    leftFormat={(value) => formatNumber(value / scale.divisor, scale.digits > 1 ? 1 : 0)}
                    height={250}
                />
            )}
        </Card>
    );
}
