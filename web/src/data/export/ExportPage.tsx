import { useMemo, useState } from "react";
import { keysOf, oneOf } from "../../app/choices";
import { useQuery } from "../../app/router";
import type { Quantity } from "../../api/types";
import { useResource } from "../../api/useResource";
import { useCity, useHour } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, startOfDay } from "../../format/time";
import { quantityLabel, quantityNames } from "../../series/seriesText";
import { Field } from "../../ui/Field";
import { Card } from "../../ui/layout";
import { ErrorState } from "../../ui/states";
import { TimeField } from "../../ui/TimeField";
import { DataPage } from "../DataPage";
import { timeZoneChoices } from "../timeZones";
import { DownloadBar } from "./DownloadBar";
import { exportFault, exportLimits, formats, readingsExpected, type ExportRequest, type ExportResolution } from "./exportRequest";
import { SeriesPicker } from "./SeriesPicker";

/** Readings as a file: which series, which period, which form. What is chosen is in the address. */
export function ExportPage() {
    const { city } = useCity();
    const hour = useHour();
    const [query, change] = useQuery();
    const [opened] = useState(hour);
    const text = query.toString();
    const request = useMemo(() => requestFrom(new URLSearchParams(text), opened, city.timeZone), [text, opened, city.timeZone]);
    const zones = useResource("GET /zones");
    const isNarrowed = request.series.length > 0 || request.zoneId !== null || request.quantity !== null;
    const fitting = useResource("GET /series", isNarrowed && request.series.length === 0
        ? { query: { zoneId: request.zoneId, quantity: request.quantity, limit: 1000 } } : null);
    const isMore = fitting.data?.nextCursor != null;
    const count = request.series.length > 0 ? request.series.length : (fitting.data?.series.length ?? null);
    const fault = exportFault(request, isNarrowed ? count : null);
    const expected = request.series.length === 0 && fitting.data ? readingsExpected(fitting.data.series, request) : null;
    const setTime = (name: string) => (value: number | null) => change({ [name]: value === null ? "none" : new Date(value * 1000).toISOString() });
    const midnight = startOfDay(city.timeZone, opened);
    const periods: [label: string, from: number, to: number][] = [
        ["Yesterday", startOfDay(city.timeZone, opened, -1), midnight],
        ["7 days", startOfDay(city.timeZone, opened, -7), midnight],
        ["30 days", startOfDay(city.timeZone, opened, -30), midnight],
        ["A year", startOfDay(city.timeZone, opened, -365), midnight],
    ];
    return (
        <DataPage title="Export" lead="Readings as a file, with units, quality and time zone. Large files are written while you download them.">
            <form className="stack" onSubmit={(event) => event.preventDefault()}>
                <div className="columns">
                    <Card title="Which series">
                        <div className="form">
                            <Field label="Zone" hint="its derived load is among its series">
                                {(props) => (
                                    <select {...props} className="select" value={request.zoneId ?? ""} disabled={request.series.length > 0}
                                        onChange={(event) => change({ zone: event.target.value || null })}>
                                        <option value="">Any</option>
                                        {zones.data?.zones.map((zone) => <option key={zone.id} value={zone.id}>{zone.code} · {zone.name}</option>)}
                                    </select>
                                )}
                            </Field>
                            <Field label="Quantity">
                                {(props) => (
                                    <select {...props} className="select" value={request.quantity ?? ""} disabled={request.series.length > 0}
                                        onChange={(event) => change({ quantity: event.target.value || null })}>
                                        <option value="">Any</option>
                                        {quantityChoices.map((name) => <option key={name} value={name}>{quantityLabel(name)}</option>)}
                                    </select>
                                )}
                            </Field>
                        </div>
                        {zones.error && <ErrorState compact error={zones.error} retry={zones.retry} />}
                        {fitting.error && <ErrorState compact error={fitting.error} retry={fitting.retry} />}
                        <SeriesPicker chosen={request.series} zoneId={request.zoneId} quantity={request.quantity}
                            choose={(ids) => change({ series: ids.length > 0 ? ids.join(",") : null })} />
                    </Card>
                    <Card title="Which period" actions={
                        <span className="segmented" role="group" aria-label="Period">
                            {periods.map(([label, from, to]) => (
                                <button key={label} type="button" aria-pressed={request.from === from && request.to === to}
                                    onClick={() => change({ from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString() })}>{label}</button>
                            ))}
                        </span>
                    }>
                        <div className="form">
                            <TimeField label="From" timeZone={request.timeZone} value={request.from} change={setTime("from")} />
                            <TimeField label="To, not included" timeZone={request.timeZone} value={request.to} change={setTime("to")} />
                            <Field label="Time zone" hint="of the period, of days and of the times in the file">
                                {(props) => (
                                    <select {...props} className="select" value={request.timeZone} onChange={(event) => change({ timeZone: event.target.value })}>
                                        {timeZoneChoices(city.timeZone).map((name) => <option key={name} value={name}>{name}</option>)}
                                    </select>
                                )}
                            </Field>
                            <Field label="Resolution" hint={resolutionHelp[request.resolution]}>
                                {(props) => (
                                    <select {...props} className="select" value={request.resolution} onChange={(event) => change({ resolution: event.target.value })}>
                                        <option value="raw">Every reading</option>
                                        <option value="hour">Hours</option>
                                        <option value="day">Days</option>
                                    </select>
                                )}
                            </Field>
                        </div>
                    </Card>
                    <Card title="Which form">
                        <fieldset className="choices">
                            <legend className="visually-hidden">Format</legend>
                            {formats.map(({ value, label, help }) => (
                                <label key={value} className="choice">
                                    <input type="radio" name="format" value={value} checked={request.format === value} onChange={() => change({ format: value })} />
                                    <span>{label}<span className="subline">{help}</span></span>
                                </label>
                            ))}
                        </fieldset>
                        {request.format !== "greenbutton" && (
                            <Field label="Several series" hint={request.layout === "wide" ? `a value and a quality for each of at most ${exportLimits.wideSeries} series` : "one reading on a line"}>
                                {(props) => (
                                    <select {...props} className="select" value={request.layout} onChange={(event) => change({ layout: event.target.value })}>
                                        <option value="long">One below the other</option>
                                        <option value="wide">Side by side, in columns</option>
                                    </select>
                                )}
                            </Field>
                        )}
                    </Card>
                </div>
                <DownloadBar request={request} fault={fault} note={noteOf(count, isMore, expected)} />
            </form>
        </DataPage>
    );
}

const quantityChoices: Quantity[] = ["activeEnergyImport", "activeEnergyExport", "netLoad", "consumption", "generation", "temperature", "relativeHumidity", "globalIrradiance", "directIrradiance"];

const resolutionHelp: Record<ExportResolution, string> = {
    raw: "as it is stored",
    hour: "sums of energy, means of everything else; empty unless every reading is there",
    day: "days of the time zone, of 23, 24 or 25 hours; empty unless every reading is there",
};

function noteOf(count: number | null, isMore: boolean, expected: number | null): string {
    if (count === null) return "";
    const series = `${formatCount(count)}${isMore ? " or more" : ""} series`;
    return expected === null || isMore ? series : `${series}, up to ${formatCount(expected)} readings`;
}

/** The request that the address tells; what it does not tell is the last seven whole days, as CSV. */
function requestFrom(query: URLSearchParams, now: number, cityZone: string): ExportRequest {
    const time = (name: string, standard: number) => {
        const given = query.get(name);
        if (given === null) return standard;
        const value = epoch(given);
        return Number.isFinite(value) ? value : null;
    };
    const midnight = startOfDay(cityZone, now);
    const zone = Number(query.get("zone"));
    return {
        series: (query.get("series") ?? "").split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0),
        zoneId: Number.isInteger(zone) && zone > 0 ? zone : null,
        quantity: oneOf(quantityNames, query.get("quantity")),
        from: time("from", startOfDay(cityZone, midnight, -7)),
        to: time("to", midnight),
        format: oneOf(formats.map(({ value }) => value), query.get("format")) ?? "csv",
        layout: oneOf(["long", "wide"] as const, query.get("layout")) ?? "long",
        resolution: oneOf(keysOf(resolutionHelp), query.get("resolution")) ?? "raw",
        timeZone: timeZoneChoices(cityZone).find((name) => name === query.get("timeZone")) ?? cityZone,
    };
}
