import type { AreaName, BalanceFigures } from "../../api/types";
import { formatNumber, missing, nbsp } from "../../format/number";
import type { Tone } from "../../ui/layout";

export type Verdict = BalanceFigures["verdict"];

export const verdicts: Record<Verdict, { tone: Tone; label: string }> = {
    plausible: { tone: "good", label: "Plausible" },
    lossesTooHigh: { tone: "critical", label: "Losses too high" },
    lossesTooLow: { tone: "warning", label: "Losses too low" },
    outputExceedsInput: { tone: "critical", label: "More out than in" },
    notDecidable: { tone: "neutral", label: "Not decidable" },
    noBoundaryMeasurement: { tone: "neutral", label: "No measurement" },
};

export const areaKinds: { value: AreaName["kind"]; one: string; many: string }[] = [
    { value: "feeder", one: "Feeder", many: "Feeders" },
    { value: "substation", one: "Substation", many: "Substations" },
    { value: "transformer", one: "Transformer", many: "Transformers" },
    { value: "zone", one: "Zone", many: "Zones" },
];

/** `Feeder`; a kind that is not known is told as it came. */
export function areaLabel(kind: string): string {
    return areaKinds.find(({ value }) => value === kind)?.one ?? kind;
}

/** kWh below ten MWh, MWh below ten GWh: `812 kWh`, `12.4 MWh`. */
export function formatEnergy(kWh: number | null | undefined): string {
    if (kWh === null || kWh === undefined || !Number.isFinite(kWh)) return missing;
    const size = Math.abs(kWh);
    if (size >= 10_000_000) return `${formatNumber(kWh / 1_000_000, 1)}${nbsp}GWh`;
    if (size >= 10_000) return `${formatNumber(kWh / 1000, 1)}${nbsp}MWh`;
    return `${formatNumber(kWh, size >= 100 || size === 0 ? 0 : 1)}${nbsp}kWh`;
}

export function formatPercentValue(percent: number | null | undefined, digits = 1): string {
    return percent === null || percent === undefined ? missing : `${formatNumber(percent, digits)}${nbsp}%`;
}

/** The losses and the half width of their interval, in percent of the input. */
export function lossShares(figures: BalanceFigures): { loss: number; plusMinus: number; low: number | null; high: number | null } | null {
    const { inputKWh, lossesKWh, uncertaintyKWh, technicalLowKWh, technicalHighKWh } = figures;
    if (inputKWh === null || lossesKWh === null || inputKWh <= 0) return null;
    const share = (kWh: number | null) => (kWh === null ? null : (kWh / inputKWh) * 100);
    return { loss: share(lossesKWh) ?? 0, plusMinus: share(uncertaintyKWh) ?? 0, low: share(technicalLowKWh), high: share(technicalHighKWh) };
}
