import uPlot, { type Options, type SeriesOptions } from "uplot";
import { timeTicks, tickLabel } from "./timeAxis";
import type { ChartLine, TimeChartProps } from "./TimeChart";

interface Input {
    /** Read anew at each drawing, so that limits, marks and shades follow without a new plot. */
    props: () => TimeChartProps;
    timeZone: string;
    width: number;
    height: number;
    onCursor: (index: number | null) => void;
    onDrawn: () => void;
}

export function cssColor(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888888";
}

export function chartOptions(input: Input): Options {
    const { props, timeZone, width, height } = input;
    const { lines, bands = [], leftFormat, leftLabel, rightFormat, rightLabel } = props();
    // Whole pixels: uPlot scales the digits before "px" for sharp screens.
    const font = `12px ${getComputedStyle(document.body).fontFamily || "sans-serif"}`;
    const axis = { stroke: cssColor("--chart-axis"), font, labelFont: font, ticks: { show: false } };
    const grid = { stroke: cssColor("--chart-grid"), width: 1 };
    const indexOf = (key: string) => lines.findIndex((line) => line.key === key) + 1;
    const hasRight = rightFormat !== undefined && lines.some((line) => line.axis === "right");

    return {
        width,
        height,
        padding: [10, hasRight ? 0 : 12, 0, 0],
        legend: { show: false },
        cursor: {
            y: false,
            points: { size: 7 },
            drag: { x: props().onRange !== undefined, y: false, setScale: false },
            focus: { prox: -1 },
            bind: {
                dblclick: () => () => {
                    props().onReset?.();
                    return null;
                },
            },
        },
        scales: {
            x: { time: false, range: () => [props().range.from, props().range.to] },
            y: { range: (_: uPlot, low: number, high: number) => padded(low, high, props().limit?.value) },
            ...(hasRight ? { right: { range: (_: uPlot, low: number, high: number) => padded(low, high) } } : {}),
        },
        series: [{}, ...lines.map(seriesOptions)],
        bands: bands.map((band) => ({ series: [indexOf(band.upper), indexOf(band.lower)] as [number, number], fill: cssColor(band.color) })),
        axes: [
            {
                ...axis,
                grid,
                size: 30,
                splits: (chart, _, from, to) => timeTicks(timeZone, from, to, Math.max(2, chart.bbox.width / (window.devicePixelRatio || 1) / 84)),
                values: (_, splits) => splits.map((tick, index) => tickLabel(timeZone, tick, (splits[index + 1] ?? tick) - tick || tick - (splits[index - 1] ?? tick))),
            },
            { ...axis, grid, size: 54, label: leftLabel, labelSize: 18, space: 44, values: (_, splits) => splits.map(leftFormat) },
            ...(hasRight && rightFormat
                ? [{ ...axis, scale: "right", side: 1 as const, grid: { show: false }, size: 40, label: rightLabel ?? "", labelSize: 18, space: 44,
                    values: (_: uPlot, splits: number[]) => splits.map(rightFormat) }]
                : []),
        ],
        hooks: {
            drawClear: [(chart) => drawBehind(chart, props())],
            draw: [(chart) => {
                drawSpans(chart, props());
                drawInFront(chart, props(), font);
                input.onDrawn();
            }],
            setCursor: [(chart) => input.onCursor(chart.cursor.left < 0 ? null : chart.cursor.idx)],
            setSelect: [(chart) => select(chart, props())],
        },
    };
}

function seriesOptions(line: ChartLine): SeriesOptions {
    return {
        label: line.label,
        scale: line.axis === "right" ? "right" : "y",
        stroke: line.isEdge ? "transparent" : cssColor(line.color),
        width: line.isEdge ? 0 : (line.width ?? 1.5),
        spanGaps: false,
        points: { show: false },
        ...(line.dashed ? { dash: [5, 4] } : {}),
        ...(line.stepped && uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
    };
}

/** Some air above and below; zero stays in view when it is near; the limit comes into view when the load comes near it. */
function padded(low: number | null, high: number | null, limit?: number): [number, number] {
    if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, limit ?? 1];
    const top = limit !== undefined && high > limit * 0.75 ? Math.max(high, limit * 1.02) : high;
    const air = (top - low || Math.abs(top) || 1) * 0.06;
    const bottom = low >= 0 && low < (top - low) * 0.6 ? 0 : low - air;
    return [bottom, top + air];
}

function select(chart: uPlot, props: TimeChartProps): void {
    const { left, width } = chart.select;
    if (width < 8) return;
    const from = Math.round(chart.posToVal(left, "x"));
    const to = Math.round(chart.posToVal(left + width, "x"));
    chart.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    const middle = (from + to) / 2;
    const half = Math.max((to - from) / 2, 90 * 60);
    props.onRange?.({ from: Math.round(middle - half), to: Math.round(middle + half) });
}

function drawBehind(chart: uPlot, { shaded = [], marks = [] }: TimeChartProps): void {
    const { ctx, bbox } = chart;
    const stripe = (from: number, to: number, color: string) => {
        const left = Math.max(bbox.left, chart.valToPos(from, "x", true));
        const right = Math.min(bbox.left + bbox.width, chart.valToPos(to, "x", true));
        if (right <= left) return;
        ctx.fillStyle = color;
        ctx.fillRect(left, bbox.top, Math.max(right - left, 2), bbox.height);
    };
    ctx.save();
    for (const part of shaded) stripe(part.from, part.to, cssColor("--chart-gap"));
    for (const mark of marks) stripe(mark.from, mark.to, cssColor(mark.kind === "finding" ? "--chart-finding-area" : "--chart-anomaly-area"));
    ctx.restore();
}

/** Along the foot of the chart, a strip for each stretch over a tint of its colour. */
function drawSpans(chart: uPlot, { spans = [] }: TimeChartProps): void {
    const { ctx, bbox } = chart;
    const ratio = window.devicePixelRatio || 1;
    const foot = bbox.top + bbox.height - 4 * ratio;
    ctx.save();
    ctx.lineWidth = 6 * ratio;
    for (const span of spans) {
        const left = Math.max(bbox.left, chart.valToPos(span.from, "x", true));
        const right = Math.min(bbox.left + bbox.width, Math.max(chart.valToPos(span.to, "x", true), left + 2 * ratio));
        if (right <= left) continue;
        ctx.fillStyle = ctx.strokeStyle = cssColor(span.color);
        ctx.globalAlpha = 0.12;
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
        ctx.globalAlpha = 1;
        ctx.setLineDash({ solid: [], dashed: [8 * ratio, 3 * ratio], dotted: [3 * ratio, 2 * ratio] }[span.pattern]);
        line(ctx, left, foot, right, foot);
    }
    ctx.restore();
}

function drawInFront(chart: uPlot, { now, limit }: TimeChartProps, font: string): void {
    const { ctx, bbox } = chart;
    const ratio = window.devicePixelRatio || 1;
    const scale = chart.scales["y"];
    ctx.save();
    ctx.font = font.replace("12px", `${Math.round(11 * ratio)}px`);
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 4 * ratio]);
    if (limit && scale?.max !== null && scale !== undefined && limit.value <= scale.max) {
        const y = Math.round(chart.valToPos(limit.value, "y", true));
        ctx.strokeStyle = ctx.fillStyle = cssColor("--chart-limit");
        line(ctx, bbox.left, y, bbox.left + bbox.width, y);
        ctx.textAlign = "left";
        ctx.fillText(limit.label, bbox.left + 6 * ratio, y + 14 * ratio);
    }
    if (now !== null && now !== undefined) {
        const x = Math.round(chart.valToPos(now, "x", true));
        if (x > bbox.left && x < bbox.left + bbox.width) {
            ctx.strokeStyle = ctx.fillStyle = cssColor("--chart-now");
            ctx.setLineDash([]);
            line(ctx, x, bbox.top, x, bbox.top + bbox.height);
            const hasRoom = x + 32 * ratio < bbox.left + bbox.width;
            ctx.textAlign = hasRoom ? "left" : "right";
            ctx.fillText("now", x + (hasRoom ? 4 : -4) * ratio, bbox.top + 10 * ratio);
        }
    }
    ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
}
