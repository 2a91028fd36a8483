import type { BalanceFigures } from "../../api/types";
import { formatPercentValue, lossShares } from "./balanceText";

/**
 * Losses in percent of the input on a scale that all rows share: the dot, its interval of about 95 % as a whisker, and
 * behind it what technical losses may be.
 */
export function LossBar({ figures, scale }: { figures: BalanceFigures; scale: { from: number; to: number } }) {
    const shares = lossShares(figures);
    if (!shares) return <span className="muted">no figure</span>;
    const at = (percent: number) => ((Math.min(Math.max(percent, scale.from), scale.to) - scale.from) / (scale.to - scale.from)) * 100;
    const { loss, plusMinus, low, high } = shares;
    return (
        <span className="lossbar">
            <span className="lossbar-track" aria-hidden="true">
                {low !== null && high !== null && <span className="lossbar-band" style={{ left: `${at(low)}%`, width: `${at(high) - at(low)}%` }} />}
                <span className="lossbar-zero" style={{ left: `${at(0)}%` }} />
                <span className="lossbar-whisker" style={{ left: `${at(loss - plusMinus)}%`, width: `${at(loss + plusMinus) - at(loss - plusMinus)}%` }} />
                <span className={`lossbar-dot verdict-${figures.verdict}`} style={{ left: `${at(loss)}%` }} />
            </span>
            <span className="lossbar-text">{formatPercentValue(loss)}<span className="muted"> ± {formatPercentValue(plusMinus)}</span></span>
        </span>
    );
}

/** From the least to the most that any row shows, zero among it. */
export function lossScale(rows: BalanceFigures[]): { from: number; to: number } {
    const shares = rows.map(lossShares).filter((item) => item !== null);
    const low = Math.min(0, ...shares.map((item) => item!.loss - item!.plusMinus));
    const high = Math.max(10, ...shares.map((item) => Math.max(item!.loss + item!.plusMinus, item!.high ?? 0)));
    return { from: Math.max(low, -100), to: Math.min(high, 100) };
}
