import type { QualityFigures } from "../../api/types";

export type Measure = "completeness" | "late" | "estimated";

interface MeasureText {
    label: string;
    help: string;
    /** Where a better step ends, best first; the last is what is worse than all. */
    limits: number[];
    words: string[];
    of: (figures: QualityFigures) => number | null;
    isMoreBetter: boolean;
}

export const measures: Record<Measure, MeasureText> = {
    completeness: {
        label: "Completeness", help: "readings that came, of those expected", limits: [0.995, 0.98, 0.95, 0.8],
        words: ["99.5 % or more", "98–99.5 %", "95–98 %", "80–95 %", "under 80 %"], of: (figures) => figures.completeness, isMoreBetter: true,
    },
    late: {
        label: "Late", help: "readings that came late, of those that came", limits: [0.005, 0.02, 0.05, 0.2],
        words: ["up to 0.5 %", "0.5–2 %", "2–5 %", "5–20 %", "over 20 %"], of: (figures) => figures.lateShare, isMoreBetter: false,
    },
    estimated: {
        label: "Estimated", help: "readings that were estimated, of those stored", limits: [0.005, 0.02, 0.05, 0.2],
        words: ["up to 0.5 %", "0.5–2 %", "2–5 %", "5–20 %", "over 20 %"], of: (figures) => figures.estimatedShare, isMoreBetter: false,
    },
};

/** 0 the best, 4 the worst; null where nothing was expected. */
export function qualityStep(measure: Measure, figures: QualityFigures): number | null {
    const { limits, of, isMoreBetter } = measures[measure];
    const value = of(figures);
    if (value === null) return null;
    const step = limits.findIndex((limit) => (isMoreBetter ? value >= limit : value <= limit));
    return step < 0 ? limits.length : step;
}

/** The figures of several zones taken together. */
export function together(all: QualityFigures[]): QualityFigures {
    const sum = (value: (figures: QualityFigures) => number) => all.reduce((total, figures) => total + value(figures), 0);
    const [series, expected, received, estimated, late] = [sum((f) => f.series), sum((f) => f.expected), sum((f) => f.received), sum((f) => f.estimated), sum((f) => f.late)];
    const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null);
    return {
        series, expected, received, estimated, late,
        completeness: share(received - estimated, expected), lateShare: share(late, received - estimated), estimatedShare: share(estimated, received),
    };
}
