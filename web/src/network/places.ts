import type { NetworkFeature, NetworkProperties, Position } from "../api/types";

export type AssetKind = "substation" | "transformer" | "line" | "load_point" | "generator";

/** In the order in which assets of one place are listed. */
export const assetKinds: AssetKind[] = ["substation", "transformer", "load_point", "generator", "line"];

export const kindNames: Record<AssetKind, [one: string, many: string]> = {
    substation: ["Substation", "Substations"],
    transformer: ["Transformer", "Transformers"],
    load_point: ["Load point", "Load points"],
    generator: ["Generator", "Generators"],
    line: ["Line", "Lines"],
};

export interface Asset extends NetworkFeature {
    properties: NetworkProperties & { kind: AssetKind };
}

export function isAsset(feature: NetworkFeature): feature is Asset {
    return (assetKinds as string[]).includes(feature.properties.kind);
}

/** The point assets of one spot: a load point and its generator share a node, a substation holds its transformers. */
export interface Place {
    position: Position;
    assets: Asset[];
}

export function placesOf(assets: Asset[]): Place[] {
    const byPosition = new Map<string, Place>();
    for (const asset of assets) {
        if (asset.geometry.type !== "Point") continue;
        const position = asset.geometry.coordinates;
        const key = position.join();
        const place = byPosition.get(key) ?? { position, assets: [] };
        place.assets.push(asset);
        byPosition.set(key, place);
    }
    for (const place of byPosition.values()) place.assets.sort((a, b) => rank(a) - rank(b));
    return [...byPosition.values()];
}

function rank(asset: Asset): number {
    return assetKinds.indexOf(asset.properties.kind);
}

/** What is shown together with an asset: all of its place, the asset itself first. */
export function together(asset: Asset, assets: Asset[]): Asset[] {
    if (asset.geometry.type !== "Point") return [asset];
    const key = asset.geometry.coordinates.join();
    const others = assets.filter((other) => other !== asset && other.geometry.type === "Point" && other.geometry.coordinates.join() === key);
    return [asset, ...others.sort((a, b) => rank(a) - rank(b))];
}

/** The colour of a feeder: its place among all feeders, in order of their numbers. Null is what belongs to none. */
export function feederColors(assets: Asset[]): Map<number, number> {
    const feeders = [...new Set(assets.flatMap(({ properties }) => (properties.feederId === null ? [] : [properties.feederId])))].sort((a, b) => a - b);
    return new Map(feeders.map((feeder, index) => [feeder, index % colorCount]));
}

export const colorCount = 10;

export function feederClass(colors: Map<number, number>, feeder: number | null): string {
    const color = feeder === null ? undefined : colors.get(feeder);
    return color === undefined ? "feeder-none" : `feeder-${color}`;
}

/** Assets whose code, name or kind hold every word asked for. */
export function search(assets: Asset[], text: string): Asset[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return assets;
    return assets.filter(({ properties }) => {
        const own = `${properties.code} ${properties.name} ${kindNames[properties.kind][0]}`.toLowerCase();
        return words.every((word) => own.includes(word));
    });
}
