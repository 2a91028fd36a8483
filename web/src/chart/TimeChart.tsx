import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import uPlot, { type AlignedData } from "uplot";
import { onThemeChange } from "../app/theme";
import { useTimeZone } from "../city/CityContext";
import { formatDateTime } from "../format/time";
import { Icon } from "../ui/Icon";
import { align } from "./align";
import { ChartTable } from "./ChartTable";
import { chartOptions } from "./chartOptions";
import { panned, shortestRange, zoomed, type Range } from "./range";

export interface ChartLine {
    key: string;
    label: string;
    /** A CSS custom property, such as --chart-actual. */
    color: string;
    start: ArrayLike<number>;
    value: ArrayLike<number | null>;
    format: (value: number) => string;
    axis?: "left" | "right";
    width?: number;
    dashed?: boolean;
    /** Drawn but kept out of the legend: the edges of a band. */
    isEdge?: boolean;
    stepped?: boolean;
}

export interface ChartBand {
    upper: string;
    lower: string;
    color: string;
    label: string;
    swatch: string;
}

export interface ChartMark {
    key: string;
    from: number;
    to: number;
    /** Where the button sits, in the unit of the left axis; null: at the top. */
    value: number | null;
    /** Findings of rules are told apart from anomalies of the model, by shape and in the legend. */
    kind?: "anomaly" | "finding";
    label: string;
    open: () => void;
}

/** A stretch that is not like the others, marked along the foot of the chart; those of one label are one in the legend. */
export interface ChartSpan {
    from: number;
    to: number;
    label: string;
    /** A CSS custom property. */
    color: string;
    /** How its strip is drawn, so that it is told apart without its colour. */
    pattern: "solid" | "dashed" | "dotted";
}

export interface TimeChartProps {
    label: string;
    /** What a reader who cannot see the chart needs to know, in a sentence or two. */
    summary: string;
    range: Range;
    lines: ChartLine[];
    bands?: ChartBand[];
    marks?: ChartMark[];
    shaded?: { from: number; to: number }[];
    spans?: ChartSpan[];
    /** A further column of the table, in words. */
    notes?: { label: string; at: (start: number) => string };
    now?: number | null;
    limit?: { value: number; label: string } | null;
    leftLabel: string;
    leftFormat: (value: number) => string;
    rightLabel?: string;
    rightFormat?: (value: number) => string;
    height?: number;
    isRefreshing?: boolean;
    onRange?: (range: Range) => void;
    onReset?: () => void;
    onWidth?: (pixels: number) => void;
    controls?: ReactNode;
}

/**
 * One zoomable chart over time. Dragging (or the buttons, or the keyboard) asks for a new range; the data for it come
 * from the server at the pixels' resolution. The same values are below as a table.
 */
export function TimeChart(props: TimeChartProps) {
    const { label, summary, range, lines, marks = [], height = 320, isRefreshing, onRange, onReset, onWidth, controls } = props;
    const timeZone = useTimeZone();
    const canvas = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | null>(null);
    const latest = useRef(props);
    latest.current = props;
    const [width, setWidth] = useState(0);
    const [theme, setTheme] = useState(0);
    const [cursor, setCursor] = useState<number | null>(null);
    const [layout, setLayout] = useState(0);
    const hintId = useId();

    const aligned = useMemo(() => align(lines), [lines]);
    const data = useMemo<AlignedData>(() => [aligned.start, ...aligned.columns], [aligned]);

    useEffect(() => onThemeChange(() => setTheme((count) => count + 1)), []);
    useEffect(() => {
        const node = canvas.current;
        if (!node || typeof ResizeObserver === "undefined") return;
        const observer = new ResizeObserver(() => setWidth(Math.floor(node.clientWidth)));
        observer.observe(node);
        setWidth(Math.floor(node.clientWidth));
        return () => observer.disconnect();
    }, []);
    useEffect(() => {
        if (width > 0) onWidth?.(width);
    }, [width, onWidth]);

    // uPlot fixes its lines and colours when made: a new set of lines makes a new plot, new values do not.
    const shape = lines.map((line) => `${line.key}${line.axis ?? ""}${line.color}`).join() + (props.bands ?? []).length;
    const hasSize = width > 0;
    useEffect(() => {
        const node = canvas.current;
        if (!node || !hasSize || !canDraw()) return;
        const chart = new uPlot(
            chartOptions({
                props: () => latest.current,
                timeZone,
                width: node.clientWidth,
                height,
                onCursor: setCursor,
                onDrawn: () => setLayout((count) => count + 1),
            }),
            data,
            node,
        );
        plot.current = chart;
        return () => {
            plot.current = null;
            chart.destroy();
        };
        // `data` is set by the next effect; making the plot anew for each answer would lose the cursor.
    }, [shape, theme, hasSize, height, timeZone]);

    useEffect(() => {
        plot.current?.setData(data, true);
    }, [data, range.from, range.to, props.limit?.value, props.now, props.shaded, props.spans, marks.length]);
    useEffect(() => {
        if (width > 0) plot.current?.setSize({ width, height });
    }, [width, height]);

    const moveCursor = (event: KeyboardEvent) => {
        const chart = plot.current;
        if (event.target !== event.currentTarget) return;
        if (event.key === "+" || event.key === "=") onRange?.(zoomed(range, 0.5));
        else if (event.key === "-") onRange?.(zoomed(range, 2));
        else if (event.key === "Escape") onReset?.();
        else if (chart && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
            if (event.shiftKey) onRange?.(panned(range, event.key === "ArrowLeft" ? -0.5 : 0.5));
            else {
                const step = event.key === "ArrowLeft" ? -1 : 1;
                const index = Math.min(aligned.start.length - 1, Math.max(0, (chart.cursor.idx ?? cursor ?? 0) + step));
                const time = aligned.start[index];
                if (time !== undefined) chart.setCursor({ left: chart.valToPos(time, "x"), top: 10 });
            }
        } else return;
        event.preventDefault();
    };

    return (
        <figure className="chart" aria-label={label}>
            <div className="chart-head">
                <Legend {...props} aligned={aligned} cursor={cursor} timeZone={timeZone} />
                <div className="card-actions">
                    {controls}
                    {onRange && (
                        <span className="chart-tools">
                            <Tool icon="left" label="Earlier" act={() => onRange(panned(range, -0.5))} />
                            <Tool icon="right" label="Later" act={() => onRange(panned(range, 0.5))} />
                            <Tool icon="plus" label="Zoom in" act={() => onRange(zoomed(range, 0.5))} disabled={range.to - range.from <= shortestRange} />
                            <Tool icon="minus" label="Zoom out" act={() => onRange(zoomed(range, 2))} />
                            {onReset && <Tool icon="reset" label="Back to the standard range" act={onReset} />}
                        </span>
                    )}
                </div>
            </div>
            <div className="chart-canvas" ref={canvas} tabIndex={0} role="group" aria-roledescription="chart" aria-label={`${label}. ${summary}`}
                aria-describedby={hintId} onKeyDown={moveCursor} style={{ height }} data-testid="chart">
                {isRefreshing && <span className="chart-refreshing">Refreshing…</span>}
                {layout > 0 && plot.current && marks.map((mark) => <MarkButton key={mark.key} mark={mark} plot={plot.current} width={width} height={height} />)}
            </div>
            <p id={hintId} className="visually-hidden">
                Arrow keys move along the chart, with Shift they move the range; plus and minus zoom; Escape resets. The values are in the table below.
            </p>
            <ChartTable lines={lines} aligned={aligned} timeZone={timeZone} label={label} until={range.to} {...(props.notes ? { notes: props.notes } : {})} />
        </figure>
    );
}

/** A browser without canvas (or a test) still gets the legend, the summary and the table. */
function canDraw(): boolean {
    return typeof CanvasRenderingContext2D !== "undefined" && typeof Path2D !== "undefined";
}

function Tool({ icon, label, act, disabled }: { icon: string; label: string; act: () => void; disabled?: boolean }) {
    return (
        <button type="button" className="icon-button" aria-label={label} title={label} onClick={act} disabled={disabled}>
            <Icon name={icon} size={16} />
        </button>
    );
}

function MarkButton({ mark, plot, width, height }: { mark: ChartMark; plot: uPlot | null; width: number; height: number }) {
    if (!plot) return null;
    const ratio = window.devicePixelRatio || 1;
    const left = plot.valToPos((mark.from + mark.to) / 2, "x") + plot.bbox.left / ratio;
    const top = (mark.value === null ? 12 : plot.valToPos(mark.value, "y")) + plot.bbox.top / ratio;
    if (!(left >= plot.bbox.left / ratio && left <= width) || !(top >= -5 && top <= height)) return null;
    return <button type="button" className={mark.kind === "finding" ? "chart-mark chart-mark-finding" : "chart-mark"} style={{ left, top }} onClick={mark.open} aria-label={mark.label} title={mark.label} />;
}

interface LegendProps extends TimeChartProps {
    aligned: { start: number[]; columns: (number | null)[][] };
    cursor: number | null;
    timeZone: string;
}

function Legend({ lines, bands = [], marks = [], spans = [], aligned, cursor, timeZone }: LegendProps) {
    const time = cursor === null ? undefined : aligned.start[cursor];
    const anomalies = marks.filter((mark) => mark.kind !== "finding").length;
    const valueOf = (key: string) => {
        const index = lines.findIndex((line) => line.key === key);
        const value = cursor === null ? null : aligned.columns[index]?.[cursor];
        return value === null || value === undefined ? null : (lines[index]?.format(value) ?? null);
    };
    return (
        <ul className="chart-legend">
            {time !== undefined && <li className="chart-when">{formatDateTime(timeZone, time)}</li>}
            {lines.filter((line) => !line.isEdge).map((line) => (
                <li key={line.key}>
                    <span className={`chart-swatch ${line.dashed ? "chart-swatch-dashed" : ""}`} style={{ borderTopColor: `var(${line.color})` }} aria-hidden="true" />
                    {line.label} <b>{valueOf(line.key)}</b>
                </li>
            ))}
            {bands.map((band) => {
                const low = valueOf(band.lower);
                return (
                    <li key={band.label}>
                        <span className="chart-swatch chart-swatch-band" style={{ background: `var(${band.swatch})` }} aria-hidden="true" />
                        {band.label} <b>{low && `${low} – ${valueOf(band.upper)}`}</b>
                    </li>
                );
            })}
            {spans.filter((span, index) => spans.findIndex((other) => other.label === span.label) === index).map((span) => (
                <li key={span.label}>
                    <span className="chart-swatch chart-swatch-span" style={{ borderTopColor: `var(${span.color})`, borderTopStyle: span.pattern }} aria-hidden="true" />
                    {span.label}
                </li>
            ))}
            {anomalies > 0 && (
                <li>
                    <span className="chart-swatch chart-swatch-mark" style={{ background: "var(--chart-anomaly)" }} aria-hidden="true" />
                    {anomalies} {anomalies === 1 ? "anomaly" : "anomalies"}
                </li>
            )}
            {anomalies < marks.length && (
                <li>
                    <span className="chart-swatch chart-swatch-mark chart-swatch-finding" aria-hidden="true" />
                    {marks.length - anomalies} {marks.length - anomalies === 1 ? "finding" : "findings"}
                </li>
            )}
        </ul>
    );
}
