import { loadingSteps } from "./loadingScale";

export function MapLegend() {
    return (
        <div className="map-legend">
            <span>Load against capacity</span>
            <ol>
                {loadingSteps.map((step, index) => (
                    <li key={step.label}>
                        <i className={`load-${index}`} aria-hidden="true" />
                        <span>{step.upTo === Infinity ? ">100 %" : step.label.replace(/^.*–/, "≤ ").replace(" %", index === 0 ? " %" : "")}</span>
                    </li>
                ))}
            </ol>
            <ul>
                <li><i className="swatch-line" aria-hidden="true" /> Feeder</li>
                <li><i className="swatch-dot" aria-hidden="true" /> Substation</li>
                <li><i className="map-site" aria-hidden="true">+</i> Critical site</li>
            </ul>
        </div>
    );
}
