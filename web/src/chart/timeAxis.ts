import { formatClock, instantOf, localParts, startOfDay } from "../format/time";

const hour = 3600;
const day = 24 * hour;
const hourSteps = [1, 2, 3, 6, 12];
const daySteps = [1, 2, 7, 14];
const monthSteps = [1, 2, 3, 6, 12];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Ticks on the city's wall clock: full hours, midnights or firsts of the month, also across the days of 23 and 25
 * hours. `wanted` is about how many fit.
 */
export function timeTicks(timeZone: string, from: number, to: number, wanted: number): number[] {
    const span = to - from;
    const goal = span / Math.max(1, wanted);
    if (goal <= 15 * 60) return minuteTicks(from, to, [300, 600, 900].find((step) => step >= goal) ?? 900);
    if (goal <= 12 * hour) {
        const step = hourSteps.find((hours) => hours * hour >= goal) ?? 12;
        return hourTicks(timeZone, from, to, step);
    }
    if (goal <= 14 * day) {
        const step = daySteps.find((days) => days * day >= goal) ?? 14;
        return dayTicks(timeZone, from, to, step);
    }
    const step = monthSteps.find((count) => count * 30 * day >= goal) ?? 12;
    return monthTicks(timeZone, from, to, step);
}

function minuteTicks(from: number, to: number, step: number): number[] {
    const ticks: number[] = [];
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) ticks.push(time);
    return ticks;
}

function hourTicks(timeZone: string, from: number, to: number, step: number): number[] {
    const ticks: number[] = [];
    for (let midnight = startOfDay(timeZone, from); midnight <= to; midnight = startOfDay(timeZone, midnight + hour, 1)) {
        const { year, month, day: date } = localParts(timeZone, midnight);
        for (let at = 0; at < 24; at += step) {
            const tick = at === 0 ? midnight : instantOf(timeZone, year, month, date, at);
            if (tick >= from && tick <= to && tick !== ticks[ticks.length - 1]) ticks.push(tick);
        }
    }
    return ticks;
}

function dayTicks(timeZone: string, from: number, to: number, step: number): number[] {
    const ticks: number[] = [];
    for (let tick = startOfDay(timeZone, from); tick <= to; tick = startOfDay(timeZone, tick + hour, step)) {
        if (tick >= from) ticks.push(tick);
    }
    return ticks;
}

function monthTicks(timeZone: string, from: number, to: number, step: number): number[] {
    const ticks: number[] = [];
    const first = localParts(timeZone, from);
    let month = Math.floor((first.month - 1) / step) * step;
    for (;;) {
        const tick = instantOf(timeZone, first.year, month + 1, 1);
        if (tick > to) return ticks;
        if (tick >= from) ticks.push(tick);
        month += step;
    }
}

/** `06:00` within a day, `Tue 24 Nov` at its midnight, `Nov` or the year for months. */
export function tickLabel(timeZone: string, tick: number, distance: number): string {
    const parts = localParts(timeZone, tick);
    if (distance >= 27 * day) return parts.month === 1 ? String(parts.year) : (months[parts.month - 1] ?? "");
    if (parts.hour === 0 && parts.minute === 0) return `${parts.day} ${months[parts.month - 1]}`;
    return formatClock(timeZone, tick);
}
