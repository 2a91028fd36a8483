import { useMemo, useState } from "react";
import { kindNames, search, type Asset } from "./places";

const shown = 60;

/** Every asset by name: what the map shows, for the keyboard and for those who know what they look for. */
export function AssetList({ assets, selected, select }: { assets: Asset[]; selected: Asset | null; select: (asset: Asset) => void }) {
    const [text, setText] = useState("");
    const found = useMemo(() => search(assets, text), [assets, text]);
    return (
        <div className="asset-list">
            <label className="field">
                <span className="visually-hidden">Find an asset</span>
                <input className="input" type="search" placeholder="Find by name, such as Load 123" value={text} onChange={(event) => setText(event.target.value)} />
            </label>
            <p className="muted" role="status">
                {found.length === 0 ? "No asset is called that." : found.length > shown ? `${found.length} assets, the first ${shown} are listed` : `${found.length} assets`}
            </p>
            <ul data-testid="asset-list">
                {found.slice(0, shown).map((asset) => (
                    <li key={asset.id}>
                        <button type="button" aria-pressed={asset === selected} onClick={() => select(asset)}>
                            <span>{asset.properties.name}</span> <span className="muted">{kindNames[asset.properties.kind][0].toLowerCase()}</span>
                        </button>
                    </li>
                ))}
            </ul>
        </div>
    );
}
