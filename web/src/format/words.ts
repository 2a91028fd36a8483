export { formatCount } from "./number";

/** `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDurationText(seconds: number): string {
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole}\u00a0s`;
    if (whole < 3600) return `${Math.floor(whole / 60)}\u00a0min ${whole % 60}\u00a0s`;
    return `${Math.floor(whole / 3600)}\u00a0h ${Math.floor((whole % 3600) / 60)}\u00a0min`;
}
