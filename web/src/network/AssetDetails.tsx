import { Link } from "../app/router";
import type { AssetKind, ZoneSummary } from "../api/types";
import { useResource } from "../api/useResource";
import { formatNumber, formatPower } from "../format/number";
import { quantityLabel } from "../series/seriesText";
import { Badge, Facts } from "../ui/layout";
import { Pending, Skeleton } from "../ui/states";
import { kindNames, type Asset } from "./places";

/** What the network data say of an asset, and its series where it is measured. */
export function AssetDetails({ asset, zones }: { asset: Asset; zones: ZoneSummary[] }) {
    const { properties } = asset;
    const zone = zones.find((candidate) => candidate.id === properties.zoneId);
    return (
        <article className="asset" data-testid="asset">
            <h3>{properties.name} <Badge>{kindNames[properties.kind][0]}</Badge></h3>
            <Facts items={[
                ...ratings(asset),
                ["Zone", zone ? <Link key="zone" to={`/zones/${zone.id}`}>{zone.code} · {zone.name}</Link> : properties.kind === "line" ? "none: between zones" : "none: part of the substation"],
                ...(properties.code !== properties.name ? [["Code", <code key="code">{properties.code}</code>] as [string, JSX.Element]] : []),
            ]} />
            {(properties.kind === "load_point" || properties.kind === "generator") && <AssetSeries kind={properties.kind} id={properties.id} />}
        </article>
    );
}

function ratings({ properties }: Asset): [string, string][] {
    const number = (name: string) => (typeof properties[name] === "number" ? (properties[name] as number) : null);
    const text = (name: string) => (typeof properties[name] === "string" ? (properties[name] as string) : "–");
    switch (properties.kind) {
        case "line":
            return [["Length", `${formatNumber(number("lengthKm"), 3)} km`], ["Rated current", `${formatNumber(number("ratedA"))} A`], ["Type", text("lineType")]];
        case "transformer":
            return [["Rated power", `${formatNumber((number("ratedKVA") ?? 0) / 1000, 1)} MVA`], ["Voltages", `${formatNumber(number("primaryKV"))} / ${formatNumber(number("secondaryKV"))} kV`]];
        case "substation":
            return [["Voltages", Array.isArray(properties["voltages"]) ? `${(properties["voltages"] as number[]).join(" / ")} kV` : "–"]];
        case "load_point":
            return [["Rated demand", formatPower(number("ratedKW"))], ["Connected to", text("connection")]];
        case "generator":
            return [["Rated power", formatPower(number("ratedKW"))], ["Technology", text("technology")]];
    }
}

function AssetSeries({ kind, id }: { kind: AssetKind; id: number }) {
    const list = useResource("GET /series", { query: { assetKind: kind, assetId: id, limit: 20 } });
    return (
        <Pending resource={list} skeleton={<Skeleton lines={1} />}>
            {({ series }) => series.length === 0 ? <p className="muted">It has no readings.</p> : (
                <ul className="asset-series">
                    {series.map((one) => <li key={one.id}><Link to={`/series/${one.id}`}>{quantityLabel(one.quantity)}, {one.unit}</Link></li>)}
                </ul>
            )}
        </Pending>
    );
}
