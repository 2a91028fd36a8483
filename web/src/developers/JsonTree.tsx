import { useState } from "react";

const step = 100;
const openDepth = 2;
const openEntries = 20;
const longestText = 2000;

/** JSON, folded where it is long or deep; what is folded is not drawn, so that its size does not matter. */
export function JsonTree({ value, name, depth = 0 }: { value: unknown; name?: string; depth?: number }) {
    const isList = Array.isArray(value);
    if (typeof value !== "object" || value === null) return <div className="json-leaf">{name !== undefined && <Name name={name} />}<Scalar value={value} /></div>;
    return <JsonBranch name={name} depth={depth} isList={isList} entries={isList ? value.map((item, index): [string, unknown] => [String(index), item]) : Object.entries(value)} />;
}

function JsonBranch({ name, depth, isList, entries }: { name: string | undefined; depth: number; isList: boolean; entries: [string, unknown][] }) {
    const [isOpen, setOpen] = useState(depth < openDepth && (depth === 0 || entries.length <= openEntries));
    const [shown, setShown] = useState(step);
    const [start, end] = isList ? ["[", "]"] : ["{", "}"];
    if (entries.length === 0) return <div className="json-leaf">{name !== undefined && <Name name={name} />}{start}{end}</div>;
    const what = isList ? (entries.length === 1 ? "item" : "items") : entries.length === 1 ? "field" : "fields";
    return (
        <div className="json-branch">
            <button type="button" className="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                <span className="fold-mark" aria-hidden="true" />{name !== undefined && <Name name={name} />}{start}{!isOpen && `…${end}`} <span className="json-count">{entries.length} {what}</span>
            </button>
            {isOpen && (
                <>
                    <div className="json-inside">
                        {entries.slice(0, shown).map(([key, item]) => <JsonTree key={key} name={key} value={item} depth={depth + 1} />)}
                        {entries.length > shown && <button type="button" className="link-button" onClick={() => setShown(shown + step)}>Show {Math.min(step, entries.length - shown)} more of {entries.length - shown}</button>}
                    </div>
                    <div className="json-leaf">{end}</div>
                </>
            )}
        </div>
    );
}

function Name({ name }: { name: string }) {
    return <span><span className="json-name">{name}</span>:{" "}</span>;
}

function Scalar({ value }: { value: unknown }) {
    const text = JSON.stringify(value) ?? "";
    return <span className={`json-${value === null ? "null" : typeof value}`}>{text.length > longestText ? `${text.slice(0, longestText)}…` : text}</span>;
}
