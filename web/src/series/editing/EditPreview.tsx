import { useMemo } from "react";
import type { EditOutcome, Series } from "../../api/types";
import { withGaps } from "../../chart/align";
import { TimeChart, type ChartLine } from "../../chart/TimeChart";
import { formatQuantity, formatSignificant } from "../../format/number";
import { epoch } from "../../format/time";

/** Before and after of an edit, as lines and (below them) as a table. */
export function EditPreview({ outcome, series }: { outcome: EditOutcome; series: Series }) {
    const { changes } = outcome;
    const lines = useMemo<ChartLine[]>(() => {
        const starts = changes.map((change) => epoch(change.start));
        // A step reaches to the next start: the last one to its interval's end.
        const start = [...starts, ...starts.slice(-1).map((last) => last + series.intervalSeconds)];
        const line = (value: (number | null)[]) => withGaps({ start, value: [...value, ...value.slice(-1)] }, series.intervalSeconds, false);
        const format = (value: number) => formatQuantity(value, series.unit);
        return [
            { key: "before", label: "Before", color: "--chart-actual", ...line(changes.map((change) => change.oldValue)), format, stepped: true },
            { key: "after", label: "After", color: "--chart-forecast", ...line(changes.map((change) => change.newValue)), format, dashed: true, width: 2, stepped: true },
        ];
    }, [changes, series]);
    const first = changes[0];
    const last = changes[changes.length - 1];
    if (!first || !last) return null;
    return (
        <TimeChart label="Before and after" summary={`${changes.length} intervals change.`} range={{ from: epoch(first.start) - series.intervalSeconds, to: epoch(last.start) + series.intervalSeconds }}
            lines={lines} leftLabel={series.unit} leftFormat={(value) => formatSignificant(value)} height={200} />
    );
}
