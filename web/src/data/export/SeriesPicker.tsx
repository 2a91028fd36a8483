import { useState } from "react";
import type { Quantity } from "../../api/types";
import { useResource } from "../../api/useResource";
import { assetKindLabels, quantityLabel } from "../../series/seriesText";
import { Badge } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, Pending } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";

interface SeriesPickerProps {
    chosen: number[];
    zoneId: number | null;
    quantity: Quantity | null;
    choose: (ids: number[]) => void;
}

/** Single series of the chosen zone and quantity, instead of all of them. */
export function SeriesPicker({ chosen, zoneId, quantity, choose }: SeriesPickerProps) {
    const [isOpen, setOpen] = useState(false);
    const paging = usePaging(`${zoneId}/${quantity}`);
    const list = useResource("GET /series", isOpen ? { query: { zoneId, quantity, limit: 50, cursor: paging.cursor } } : null);
    return (
        <div className="picker">
            {chosen.length > 0 && (
                <div className="picker-chosen">
                    <p>Only {chosen.length === 1 ? "this series" : `these ${chosen.length} series`}:</p>
                    <ul>{chosen.map((id) => <ChosenSeries key={id} id={id} remove={() => choose(chosen.filter((other) => other !== id))} />)}</ul>
                    <button type="button" className="link-button" onClick={() => choose([])}>All of a zone or quantity instead</button>
                </div>
            )}
            <button type="button" className="button button-small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {isOpen ? "Close the list" : "Choose single series"}
            </button>
            {isOpen && (
                <Pending resource={list}>
                    {({ series, nextCursor }) => series.length === 0 ? <Empty title="No series here" /> : (
                        <>
                            <fieldset className="picker-list">
                                <legend className="visually-hidden">Series</legend>
                                {series.map((item) => (
                                    <label key={item.id} className="toggle">
                                        <input type="checkbox" checked={chosen.includes(item.id)}
                                            onChange={(event) => choose(event.target.checked ? [...chosen, item.id] : chosen.filter((other) => other !== item.id))} />
                                        <span>{item.name} <span className="muted">{quantityLabel(item.quantity)} · {assetKindLabels[item.assetKind]} {item.assetName}</span></span>
                                    </label>
                                ))}
                            </fieldset>
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={series.length} what="series" />}
                        </>
                    )}
                </Pending>
            )}
        </div>
    );
}

function ChosenSeries({ id, remove }: { id: number; remove: () => void }) {
    const series = useResource("GET /series/{id}", { path: { id } });
    const name = series.data?.name ?? (series.error?.isNotFound ? `no series has the number ${id}` : `series ${id}`);
    return (
        <li>
            <Badge tone={series.error?.isNotFound ? "critical" : "info"}>{name}</Badge>
            <button type="button" className="link-button" aria-label={`Remove ${name}`} onClick={remove}>Remove</button>
        </li>
    );
}
