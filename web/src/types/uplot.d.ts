// The part of uPlot that is used; the browser build from PyPI carries no declarations.
declare module "uplot" {
    export type Column = ArrayLike<number | null>;
    export type AlignedData = [ArrayLike<number>, ...Column[]];

    export interface Scale {
        min: number | null;
        max: number | null;
    }

    export interface SeriesOptions {
        label?: string;
        scale?: string;
        show?: boolean;
        stroke?: string;
        width?: number;
        fill?: string;
        dash?: number[];
        spanGaps?: boolean;
        points?: { show?: boolean; size?: number; stroke?: string; fill?: string };
        paths?: unknown;
    }

    export interface AxisOptions {
        scale?: string;
        side?: 0 | 1 | 2 | 3;
        size?: number;
        gap?: number;
        font?: string;
        stroke?: string;
        label?: string;
        labelFont?: string;
        labelSize?: number;
        grid?: { show?: boolean; stroke?: string; width?: number };
        ticks?: { show?: boolean; stroke?: string; width?: number; size?: number };
        space?: number;
        splits?: (chart: uPlot, axis: number, min: number, max: number) => number[];
        values?: (chart: uPlot, splits: number[]) => string[];
    }

    export interface Options {
        width: number;
        height: number;
        padding?: (number | null)[];
        legend?: { show: boolean };
        cursor?: Record<string, unknown>;
        scales?: Record<string, unknown>;
        series: SeriesOptions[];
        bands?: { series: [number, number]; fill: string }[];
        axes?: AxisOptions[];
        hooks?: Record<string, ((chart: uPlot) => void)[]>;
    }

    export default class uPlot {
        constructor(options: Options, data: AlignedData, target: HTMLElement);
        static paths: { linear?: () => unknown; stepped?: (options: { align: 1 | -1 }) => unknown };
        readonly ctx: CanvasRenderingContext2D;
        readonly bbox: { left: number; top: number; width: number; height: number };
        readonly data: AlignedData;
        readonly scales: Record<string, Scale>;
        readonly select: { left: number; width: number; top: number; height: number };
        readonly cursor: { idx: number | null; left: number };
        readonly over?: HTMLElement;
        readonly root: HTMLElement;
        setData(data: AlignedData, resetScales?: boolean): void;
        setSize(size: { width: number; height: number }): void;
        setSelect(select: { left: number; width: number; top: number; height: number }, fire?: boolean): void;
        setCursor(position: { left: number; top: number }): void;
        setScale(key: string, limits: { min: number; max: number }): void;
        valToPos(value: number, scale: string, canvasPixels?: boolean): number;
        posToVal(position: number, scale: string): number;
        redraw(): void;
        destroy(): void;
    }
}
