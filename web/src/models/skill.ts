import type { Model, ModelScore } from "../api/types";

export interface Skill {
    model: Model;
    score: ModelScore;
    /** 1 − model / baseline: above zero the model is better. */
    skill: number;
}

export function skillOf(score: ModelScore): number | null {
    if (score.baseline === null || score.baseline === 0) return null;
    if (score.betterIs === "lower") return 1 - score.model / score.baseline;
    if (score.betterIs === "higher") return score.model / score.baseline - 1;
    return null;
}

/** The forecast champion's first error measure that has a baseline. */
export function championSkill(models: Model[]): Skill | null {
    for (const model of models) {
        if (model.status !== "champion" || !model.kind.startsWith("forecast")) continue;
        for (const score of model.scores) {
            const skill = score.betterIs === "lower" ? skillOf(score) : null;
            if (skill !== null) return { model, score, skill };
        }
    }
    return null;
}

export type Verdict = "model" | "baseline" | "even" | "none";

/** Who is better, where there is somebody to compare with; "closer" is judged by the distance to the target. */
export function verdict(score: ModelScore): Verdict {
    if (score.baseline === null) return "none";
    const distance = (value: number) => Math.abs(value - (score.target ?? 0));
    const gain =
        score.betterIs === "lower" ? score.baseline - score.model
        : score.betterIs === "higher" ? score.model - score.baseline
        : distance(score.baseline) - distance(score.model);
    if (Math.abs(gain) < 1e-12) return "even";
    return gain > 0 ? "model" : "baseline";
}
