import { useMemo } from "react";
import { useResource } from "../../api/useResource";

/** A zone's code and name by its number; of none, that the meter is in no zone. */
export function useZoneNames(): (id: number | null) => string {
    const zones = useResource("GET /zones");
    return useMemo(() => {
        const names = new Map(zones.data?.zones.map((zone) => [zone.id, `${zone.code} · ${zone.name}`]));
        return (id) => (id === null ? "in no zone" : (names.get(id) ?? `zone ${id}`));
    }, [zones.data]);
}
