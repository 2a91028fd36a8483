import { formatNumber, nbsp } from "./number";

/** `812 B`, `3.4 MB`: decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
    const units = ["B", "kB", "MB", "GB"];
    let value = bytes;
    let step = 0;
    while (value >= 1000 && step < units.length - 1) {
        value /= 1000;
        step += 1;
    }
    return `${formatNumber(value, step === 0 || value >= 100 ? 0 : 1)}${nbsp}${units[step]}`;
}
