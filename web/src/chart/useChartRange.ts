import { useCallback, useMemo } from "react";
import { useQuery } from "../app/router";
import { useHour } from "../city/CityContext";
import { rangeFromQuery, rangeToQuery, type Preset, type Range } from "./range";

/** The chart's range, kept in the URL. */
export function useChartRange(standard: Preset, ahead?: number) {
    const hour = useHour();
    const [query, change] = useQuery();
    const text = query.toString();
    const { range, preset } = useMemo(() => rangeFromQuery(new URLSearchParams(text), hour, standard, ahead), [text, hour, standard, ahead]);
    const setRange = useCallback((next: Range) => change(rangeToQuery(next)), [change]);
    const setPreset = useCallback((next: Preset) => change({ from: null, to: null, range: next }), [change]);
    const reset = useCallback(() => change({ from: null, to: null, range: null }), [change]);
    return { hour, range, preset, setRange, setPreset, reset };
}
