/** Values of one line by their start, ascending, in epoch seconds. */
export interface Line {
    start: ArrayLike<number>;
    value: ArrayLike<number | null>;
}

export interface Aligned {
    start: number[];
    columns: (number | null)[][];
}

/**
 * One time axis for all lines: the union of their starts. Where a line has no value it has null, so that a gap is
 * drawn as a gap. Linear in the number of points.
 */
export function align(lines: Line[]): Aligned {
    const at = lines.map(() => 0);
    const start: number[] = [];
    const columns: (number | null)[][] = lines.map(() => []);
    for (;;) {
        let next = Infinity;
        lines.forEach((line, index) => {
            const candidate = line.start[at[index] ?? 0];
            if (candidate !== undefined && candidate < next) next = candidate;
        });
        if (next === Infinity) return { start, columns };
        start.push(next);
        lines.forEach((line, index) => {
            const position = at[index] ?? 0;
            if (line.start[position] === next) {
                columns[index]?.push(line.value[position] ?? null);
                at[index] = position + 1;
            } else {
                columns[index]?.push(null);
            }
        });
    }
}

/**
 * Puts a null where a line skips intervals, so that the gap shows. Downsampled data have irregular distances; there
 * only the gaps that the server names are cut.
 */
export function withGaps(line: Line, intervalSeconds: number, isDownsampled: boolean, gaps: { from: number; to: number }[] = []): Line {
    const start: number[] = [];
    const value: (number | null)[] = [];
    let gap = 0;
    for (let index = 0; index < line.start.length; index += 1) {
        const time = line.start[index] as number;
        const previous = start[start.length - 1];
        if (previous !== undefined) {
            while (gap < gaps.length && (gaps[gap]?.to ?? 0) <= previous) gap += 1;
            const known = gaps[gap];
            if (known && known.from < time && known.from >= previous) {
                start.push(Math.max(known.from, previous + 1));
                value.push(null);
            } else if (!isDownsampled && time - previous > intervalSeconds * 1.5) {
                start.push(previous + intervalSeconds);
                value.push(null);
            }
        }
        start.push(time);
        value.push(line.value[index] ?? null);
    }
    return { start, value };
}
