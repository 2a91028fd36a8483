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
    const values = points.flatMap((point) => [point.training, point.validation]).filter((value): value is number => value !== null);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const x = (epoch: number) => left + ((epoch - first.epoch) / (last.epoch - first.epoch)) * (width - left - 8);
    const y = (value: number) => 8 + (1 - (value - low) / (high - low || 1)) * (height - bottom - 16);
    const path = (value: (point: Model["lossCurve"][number]) => number | null) =>
        points.flatMap((point) => {
            const loss = value(point);
            return loss === null ? [] : [`${x(point.epoch).toFixed(1)} ${y(loss).toFixed(1)}`];
        }).map((position, index) => (index === 0 ? "M" : "L") + position).join("");
    const best = points.reduce<{ epoch: number; loss: number } | null>(
        (winner, point) => (point.validation !== null && (winner === null || point.validation < winner.loss) ? { epoch: point.epoch, loss: point.validation } : winner),
        null,
    );
    const label = `Training loss goes from ${formatSignificant(first.training)} to ${formatSignificant(last.training)}${best ? `; the lowest validation loss is ${formatSignificant(best.loss)} in epoch ${best.epoch}` : ""}.`;
    return (
        <figure>
            <ul className="chart-legend">
                <li><span className="chart-swatch loss-training" aria-hidden="true" /> training</li>
                <li><span className="chart-swatch chart-swatch-dashed loss-validation" aria-hidden="true" /> {best ? `validation, lowest ${formatSignificant(best.loss)}` : "validation: none"}</li>
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
                {best && <circle className="loss-best" cx={x(best.epoch)} cy={y(best.loss)} r={4} />}
            </svg>
        </figure>
    );
}
