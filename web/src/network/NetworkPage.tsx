import { useMemo } from "react";
import { useQuery } from "../app/router";
import type { Network, ZoneSummary } from "../api/types";
import { useResource } from "../api/useResource";
import { formatCount, formatNumber } from "../format/number";
import { Card, Page } from "../ui/layout";
import { Empty, Pending, Skeleton } from "../ui/states";
import { AssetDetails } from "./AssetDetails";
import { AssetList } from "./AssetList";
import { LazyNetworkMap } from "./LazyNetworkMap";
import { assetKinds, feederClass, feederColors, isAsset, kindNames, together, type Asset } from "./places";

export function NetworkPage() {
    const network = useResource("GET /network", { query: { kinds: ["zone", "line", "transformer", "load_point", "generator", "substation"] } });
    const zones = useResource("GET /zones");
    return (
        <Page title="Network" lead="Lines, transformers, load points and generators by feeder. Loading and voltage are not computed yet.">
            <Pending resource={network} skeleton={<Skeleton height={620} />}>
                {(loaded) => loaded.features.some(isAsset)
                    ? <LoadedNetwork network={loaded} zones={zones.data?.zones ?? []} />
                    : <Card><Empty title="No network yet">Import one with <code>urbangrid import network</code>.</Empty></Card>}
            </Pending>
        </Page>
    );
}

function LoadedNetwork({ network, zones }: { network: Network; zones: ZoneSummary[] }) {
    const [query, change] = useQuery();
    const assets = useMemo(() => network.features.filter(isAsset), [network]);
    const colors = useMemo(() => feederColors(assets), [assets]);
    const feeder = query.get("feeder") ? Number(query.get("feeder")) : null;
    const selected = assets.find((asset) => asset.id === query.get("asset")) ?? null;
    const select = (asset: Asset) => change({ asset: asset.id });
    const listed = feeder === null ? assets : assets.filter(({ properties }) => properties.feederId === feeder);
    const ordered = useMemo(() => [...listed].sort((a, b) => assetKinds.indexOf(a.properties.kind) - assetKinds.indexOf(b.properties.kind)
        || a.properties.name.localeCompare(b.properties.name, "en", { numeric: true })), [listed.length, feeder, assets]);
    return (
        <div className="network">
            <Card title="Map" note={counted(listed)} className="network-card">
                <LazyNetworkMap network={network} assets={assets} colors={colors} feeder={feeder} selected={selected} select={select} />
                <Key />
            </Card>
            <div className="network-side">
                {selected && (
                    <Card title="Selected" actions={<button type="button" className="link-button" onClick={() => change({ asset: null })}>Clear</button>}>
                        {together(selected, assets).map((asset) => <AssetDetails key={asset.id} asset={asset} zones={zones} />)}
                    </Card>
                )}
                <Card title="Feeders" note="by the zone they feed; choose one to single it out">
                    <ul className="feeder-list">
                        {[...colors.keys()].map((id) => (
                            <li key={id}>
                                <button type="button" aria-pressed={feeder === id} onClick={() => change({ feeder: feeder === id ? null : String(id) })}>
                                    <i className={`feeder-swatch ${feederClass(colors, id)}`} aria-hidden="true" />
                                    {feederName(id, zones)}
                                </button>
                            </li>
                        ))}
                    </ul>
                </Card>
                <Card title="Assets"><AssetList assets={ordered} selected={selected} select={select} /></Card>
            </div>
        </div>
    );
}

/** A feeder is told by the zones it feeds: the network data give it a number only. */
function feederName(id: number, zones: ZoneSummary[]): string {
    const fed = zones.filter((zone) => zone.feederIds.includes(id));
    return fed.length > 0 ? fed.map((zone) => `${zone.code} · ${zone.name}`).join(", ") : `Feeder ${id}`;
}

function counted(assets: Asset[]): string {
    const km = assets.reduce((sum, { properties }) => sum + (properties.kind === "line" && typeof properties["lengthKm"] === "number" ? properties["lengthKm"] : 0), 0);
    const parts = assetKinds.flatMap((kind) => {
        const count = assets.filter(({ properties }) => properties.kind === kind).length;
        return count > 0 ? [`${formatCount(count)} ${kindNames[kind][count === 1 ? 0 : 1].toLowerCase()}`] : [];
    });
    return `${parts.join(", ")}, ${formatNumber(km, 1)} km`;
}

function Key() {
    return (
        <ul className="network-key">
            <li><i className="key-substation" aria-hidden="true" /> Substation</li>
            <li><i className="key-load" aria-hidden="true" /> Load point</li>
            <li><i className="key-generator" aria-hidden="true" /> with generator</li>
        </ul>
    );
}
