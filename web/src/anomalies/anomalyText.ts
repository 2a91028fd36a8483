import type { Anomaly, AnomalyKind } from "../api/types";
import { keysOf } from "../app/choices";
import { formatQuantity } from "../format/number";

export const kindLabels: Record<AnomalyKind, string> = {
    spike: "Spike",
    dropout: "Dropout",
    stuck: "Stuck meter",
    shift: "Level shift",
    theft: "Suspected theft",
    unusual: "Unusual",
};

export const anomalyKinds = keysOf(kindLabels);

export const kindHelp: Record<AnomalyKind, string> = {
    spike: "far above what the model expects, for a short time",
    dropout: "fell to nothing or nearly nothing",
    stuck: "the same value again and again",
    shift: "stayed on another level than before",
    theft: "lower than expected for long, in a pattern that a bypassed meter leaves",
    unusual: "not explained by the model, and of no known kind",
};

export function anomalyLink(anomaly: Anomaly): string {
    return `/anomalies/${anomaly.id}`;
}

export function anomalySentence(anomaly: Anomaly): string {
    return `${kindLabels[anomaly.kind] ?? anomaly.kind}: ${formatQuantity(anomaly.actual, anomaly.unit)}, expected ${formatQuantity(anomaly.expected, anomaly.unit)}`;
}
