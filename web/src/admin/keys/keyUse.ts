import type { ApiKeyUse } from "../../api/identity";
import { epoch } from "../../format/time";

/** Use by whole hours of the window; the hours that the answer leaves out had none. */
export function hourlyUse(use: ApiKeyUse): { start: number[]; requests: number[]; refused: number[] } {
    const first = Math.floor(epoch(use.from) / 3600) * 3600;
    const end = epoch(use.to);
    const known = new Map(use.hours.map((hour) => [epoch(hour.start), hour]));
    const columns = { start: [] as number[], requests: [] as number[], refused: [] as number[] };
    for (let start = first; start < end; start += 3600) {
        const hour = known.get(start);
        columns.start.push(start);
        columns.requests.push(hour?.requests ?? 0);
        columns.refused.push(hour?.refused ?? 0);
    }
    return columns;
}
