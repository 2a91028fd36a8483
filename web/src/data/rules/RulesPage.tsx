import { useMemo, useState } from "react";
import { oneOf } from "../../app/choices";
import { NotFound } from "../../app/NotFound";
import { Link, useQuery } from "../../app/router";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { Quantity, ValidationRules } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { useCity } from "../../city/CityContext";
import { epoch, formatDateTime } from "../../format/time";
import { quantityLabel, quantityNames } from "../../series/seriesText";
import { Icon } from "../../ui/Icon";
import { Card } from "../../ui/layout";
import { ErrorState, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { EstimationCard } from "./EstimationCard";
import { RuleRow } from "./RuleRow";
import { draftsOf, ownRules, parameterFault, ruleTexts } from "./ruleText";

const quantities: Quantity[] = ["activeEnergyImport", "activeEnergyExport", "netLoad", "consumption", "generation", "temperature", "relativeHumidity", "globalIrradiance", "directIrradiance"];

/** By which rules readings are validated: of a quantity, or of one series. */
export function RulesPage() {
    const [query, change] = useQuery();
    const seriesId = Number(query.get("series")) || null;
    const quantity = oneOf(quantityNames, query.get("quantity")) ?? "activeEnergyImport";
    const series = useResource("GET /series/{id}", seriesId === null ? null : { path: { id: seriesId } });
    const ofQuantity = useResource("GET /validation-rules", seriesId === null ? { query: { quantity } } : null);
    const ofSeries = useResource("GET /series/{id}/validation-rules", seriesId === null ? null : { path: { id: seriesId } });
    const rules = seriesId === null ? ofQuantity : ofSeries;
    if (seriesId !== null && rules.error?.isNotFound) return <NotFound what="series" />;
    return (
        <DataPage title={seriesId === null ? "Validation rules" : `Validation rules of ${series.data?.name ?? `series ${seriesId}`}`}
            lead={seriesId === null ? "What readings are looked at for. A series takes these rules unless it has its own." : "Rules of this series alone come before those of its quantity."}
            above={seriesId === null ? undefined : <Link to={`/series/${seriesId}`} className="crumb"><Icon name="back" size={14} /> Series</Link>}
            actions={seriesId === null ? (
                <label className="field">
                    Quantity
                    <select className="select" value={quantity} onChange={(event) => change({ quantity: event.target.value })}>
                        {quantities.map((name) => <option key={name} value={name}>{quantityLabel(name)}</option>)}
                    </select>
                </label>
            ) : undefined}>
            <div className="stack">
            <Pending resource={rules} skeleton={<Skeleton height={480} />}>
                {(data) => <RulesForm key={`${seriesId ?? quantity} ${data.version}`} rules={data} of={seriesId ?? quantity} unit={series.data?.unit ?? null} />}
            </Pending>
            {seriesId === null && <EstimationCard />}
            </div>
        </DataPage>
    );
}

/** `of`: the series that the rules are of, by its number, or the quantity. */
function RulesForm({ rules, of, unit }: { rules: ValidationRules; of: number | Quantity; unit: string | null }) {
    const target = typeof of === "number" ? "series" : "quantity";
    const { city } = useCity();
    const before = useMemo(() => draftsOf(rules.rules, target), [rules, target]);
    const [drafts, setDrafts] = useState(before);
    const mayChange = useMay("rules.write");
    const isChanged = JSON.stringify(ownRules(drafts)) !== JSON.stringify(ownRules(before));
    const isSound = drafts.every((draft) => !draft.isOwn || ruleTexts[draft.kind].parameters.every(({ name }) => parameterFault(draft, name) === null));
    const save = useAction(async () => {
        const body = { rules: ownRules(drafts) };
        if (typeof of === "number") await ask("PUT /series/{id}/validation-rules", { path: { id: of }, body });
        else await ask("PUT /validation-rules", { query: { quantity: of }, body });
        invalidate(["GET /validation-rules", "GET /series/{id}/validation-rules", "GET /findings"]);
    });
    return (
        <Card title="Rules" note={rules.changedAt ? `changed ${formatDateTime(city.timeZone, epoch(rules.changedAt))} by ${rules.changedBy ?? "somebody"}` : "nothing of its own is set"}>
            <fieldset className="plain-fieldset" disabled={!mayChange}>
            <ul className="rules" data-testid="rules">
                {drafts.map((draft, index) => (
                    <RuleRow key={draft.kind} draft={draft} origin={rules.rules[index]?.origin ?? "default"} target={target} unit={unit} mayChange={mayChange}
                        change={(next) => setDrafts(drafts.map((item, at) => (at === index ? next : item)))}
                        inherit={() => setDrafts(drafts.map((item, at) => (at === index ? { ...item, isOwn: false } : item)))} />
                ))}
            </ul>
            </fieldset>
            {mayChange && <div className="form-actions">
                <button type="button" className="button button-primary" disabled={!isChanged || !isSound || save.isRunning} onClick={() => void save.run()}>Save the rules</button>
                {isChanged && <button type="button" className="button" onClick={() => setDrafts(before)}>Back to what holds</button>}
                <p className="muted">The last 31 days are validated anew by what is saved.</p>
            </div>}
            {save.error && <ErrorState compact error={save.error} />}
        </Card>
    );
}
