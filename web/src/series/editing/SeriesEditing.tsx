import { useState } from "react";
import type { Readings, Series } from "../../api/types";
import { useMay } from "../../auth/SessionContext";
import { epoch } from "../../format/time";
import { Icon } from "../../ui/Icon";
import { EditDialog } from "./EditDialog";
import { EditHistory } from "./EditHistory";

/** Below a series' chart: what was edited, and the way to edit more. */
export function SeriesEditing({ series, readings, range }: { series: Series; readings: Readings | undefined; range: { from: number; to: number } }) {
    const mayEdit = useMay("readings.edit");
    const [isOpen, setOpen] = useState(false);
    const stretch = firstStretch(series, readings, range);
    return (
        <>
            <EditHistory series={series} actions={mayEdit &&
                <button type="button" className="button button-small" onClick={() => setOpen(true)}><Icon name="edit" size={15} /> Edit values…</button>
            } />
            {isOpen && <EditDialog series={series} {...stretch} close={() => setOpen(false)} />}
        </>
    );
}

/** Where an edit most likely belongs: the first gap of the range, else its first marked stretch, else its last hour. */
function firstStretch(series: Series, readings: Readings | undefined, range: { from: number; to: number }): { from: number; to: number } {
    const step = series.intervalSeconds;
    const found = readings?.gaps[0] ?? readings?.marked[0];
    if (found) return { from: epoch(found.from), to: epoch(found.to) };
    const end = Math.floor(Math.min(range.to, series.lastReadingAt ? epoch(series.lastReadingAt) + step : range.to) / step) * step;
    return { from: end - Math.max(step, Math.floor(3600 / step) * step), to: end };
}
