interface SparklineProps {
    values: (number | null)[];
    width?: number;
    height?: number;
    label: string;
}

/** A line small enough for a table's cell, with its last value marked. Breaks where values are missing. */
export function Sparkline({ values, width = 120, height = 28, label }: SparklineProps) {
    const present = values.filter((value): value is number => value !== null);
    if (present.length < 2) return <span className="muted">no readings</span>;
    const low = Math.min(...present);
    const span = Math.max(...present) - low || 1;
    const x = (index: number) => (index / (values.length - 1)) * (width - 4) + 2;
    const y = (value: number) => height - 3 - ((value - low) / span) * (height - 6);
    let path = "";
    let isDrawing = false;
    let last: [number, number] | null = null;
    values.forEach((value, index) => {
        if (value === null) {
            isDrawing = false;
            return;
        }
        last = [x(index), y(value)];
        path += `${isDrawing ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
        isDrawing = true;
    });
    return (
        <svg className="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
            <path d={path} />
            {last && <circle cx={last[0]} cy={last[1]} r={2.4} />}
        </svg>
    );
}
