export interface Anchor {
    id: number;
    x: number;
    y: number;
    /** Who keeps a place when there is not room for all. */
    weight: number;
}

export interface Callout {
    id: number;
    side: "left" | "right";
    /** The box's corner. */
    left: number;
    top: number;
    /** From the box to the anchor. */
    leader: { x1: number; y1: number; x2: number; y2: number };
}

export interface Room {
    width: number;
    height: number;
    /** Boxes stay between these. */
    top: number;
    bottom: number;
    /** The drawn city: boxes stand left and right of it where there is room. */
    cityLeft: number;
    cityRight: number;
}

const gap = 6;
const distance = 18;

/** Labels in two columns beside the city, each by its anchor's height: none covers another, none covers the city. */
export function placeCallouts(anchors: Anchor[], box: { width: number; height: number }, room: Room): Callout[] {
    const perSide = Math.max(0, Math.floor((room.bottom - room.top + gap) / (box.height + gap)));
    const inView = anchors.filter(({ x, y }) => x >= 0 && x <= room.width && y >= 0 && y <= room.height);
    const kept = [...inView].sort((a, b) => b.weight - a.weight).slice(0, perSide * 2);
    const [left, right] = sides(kept, perSide);
    const leftAt = Math.max(4, Math.min(room.cityLeft - distance - box.width, room.width / 2 - box.width));
    const rightAt = Math.min(room.width - box.width - 4, Math.max(room.cityRight + distance, room.width / 2));
    return [...column(left, "left", leftAt, box, room), ...column(right, "right", rightAt, box, room)];
}

/** Half the anchors to each side, by where they lie. */
function sides(anchors: Anchor[], perSide: number): [Anchor[], Anchor[]] {
    const byX = [...anchors].sort((a, b) => a.x - b.x);
    const middle = byX.length > 0 ? ((byX[0]?.x ?? 0) + (byX[byX.length - 1]?.x ?? 0)) / 2 : 0;
    const wanted = byX.filter(({ x }) => x < middle).length;
    // A side may hold two more than the other, before its column gets crowded.
    const half = byX.length / 2;
    const count = Math.min(perSide, Math.max(byX.length - perSide, Math.min(Math.ceil(half + 1), Math.max(Math.floor(half - 1), wanted))));
    return [byX.slice(0, count), byX.slice(count)];
}

function column(anchors: Anchor[], side: Callout["side"], left: number, box: { width: number; height: number }, room: Room): Callout[] {
    const sorted = [...anchors].sort((a, b) => a.y - b.y);
    const tops = sorted.map(({ y }) => Math.max(room.top, Math.min(room.bottom - box.height, y - box.height / 2)));
    for (let index = 1; index < tops.length; index += 1) tops[index] = Math.max(tops[index] ?? 0, (tops[index - 1] ?? 0) + box.height + gap);
    // What was pushed out at the bottom pushes back up.
    let limit = room.bottom - box.height;
    for (let index = tops.length - 1; index >= 0; index -= 1) {
        tops[index] = Math.min(tops[index] ?? 0, limit);
        limit = (tops[index] ?? 0) - box.height - gap;
    }
    return sorted.map((anchor, index) => {
        const top = tops[index] ?? 0;
        return { id: anchor.id, side, left, top, leader: { x1: side === "left" ? left + box.width : left, y1: top + box.height / 2, x2: anchor.x, y2: anchor.y } };
    });
}
