import { loadingClass, loadingText, watchThreshold } from "../map/loadingScale";

/** |load| against capacity, with a tick at the threshold and, where given, a mark at the expected P90 peak. */
export function LoadBar({ loading, peak90 }: { loading: number | null; peak90?: number | null }) {
    const scale = 1.2;
    const at = (fraction: number) => `${(Math.min(Math.max(fraction, 0), scale) / scale) * 100}%`;
    return (
        <span className="loadbar">
            <span className="loadbar-track" aria-hidden="true">
                <span className={`loadbar-fill ${loadingClass(loading)}`} style={{ width: at(loading ?? 0) }} />
                <span className="loadbar-tick" style={{ left: at(watchThreshold) }} />
                <span className="loadbar-tick loadbar-full" style={{ left: at(1) }} />
                {peak90 !== null && peak90 !== undefined && (
                    <span className={`loadbar-peak ${peak90 >= watchThreshold ? "loadbar-peak-high" : ""}`} style={{ left: at(peak90) }} />
                )}
            </span>
            <span className="loadbar-text">{loadingText(loading)}</span>
        </span>
    );
}
