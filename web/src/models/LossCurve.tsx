import type { Model } from "../api/types";
import { formatSignificant } from "../format/number";

const width = 560;
const height = 200;
const left = 52;
const bottom = 24;

/** Loss by epoch; small and still, so plain SVG. */
export function LossCurve({ points }: { points: Model["lossCurve"] }) {
    const first = points[0];
    const last = points[points.length - 1];
    if (!first || !last || points.length < 2) return <p className="state">No loss curve was stored.</p>;
    const values = points.flatMap((point) => [point.training, point.validation]).filter(Number.isFinite);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const x = (epoch: number) => left + ((epoch - first.epoch) / (last.epoch - first.epoch)) * (width - left - 8);
    const y = (value: number) => 8 + (1 - (value - low) / (high - low || 1)) * (height - bottom - 16);
    const path = (value: (point: Model["lossCurve"][number]) => number) =>
        points.map((point, index) => `${index === 0 ? "M" : "L"}${x(point.epoch).toFixed(1)} ${y(value(point)).toFixed(1)}`).join("");
    const best = points.reduce((winner, point) => (point.validation < winner.validation ? point : winner), first);
    const label = `Training loss falls from ${formatSignificant(first.training)} to ${formatSignificant(last.training)}; the lowest validation loss is ${formatSignificant(best.validation)} in epoch ${best.epoch}.`;
    return (
        <figure>
            <ul className="chart-legend">
                <li><span className="chart-swatch loss-training" aria-hidden="true" /> training</li>
                <li><span className="chart-swatch chart-swatch-dashed loss-validation" aria-hidden="true" /> validation, lowest {formatSignificant(best.validation)}</li>
            </ul>
            <svg className="loss-curve" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
                {[low, (low + high) / 2, high].map((value) => (
                    <g key={value}>
                        <line className="loss-grid" x1={left} x2={width - 8} y1={y(value)} y2={y(value)} />
                        <text x={left - 8} y={y(value) + 4} textAnchor="end">{formatSignificant(value)}</text>
                    </g>
                ))}
                <text x={left} y={height - 4}>epoch {first.epoch}</text>
                <text x={width - 8} y={height - 4} textAnchor="end">{last.epoch}</text>
                <path className="loss-training" d={path((point) => point.training)} />
                <path className="loss-validation" d={path((point) => point.validation)} />
                <circle className="loss-best" cx={x(best.epoch)} cy={y(best.validation)} r={4} />
            </svg>
        </figure>
    );
}
