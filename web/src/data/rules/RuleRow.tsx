import { Field } from "../../ui/Field";
import { Badge } from "../../ui/layout";
import { parameterFault, ruleTexts, type RuleDraft } from "./ruleText";

interface RuleRowProps {
    draft: RuleDraft;
    origin: string;
    target: "quantity" | "series";
    unit: string | null;
    mayChange: boolean;
    change: (draft: RuleDraft) => void;
    inherit: () => void;
}

const origins: Record<string, string> = { default: "as shipped", quantity: "set for the quantity", series: "set for this series" };

/** One rule: on or off, its parameters, and where they come from. A change makes it the target's own. */
export function RuleRow({ draft, origin, target, unit, mayChange, change, inherit }: RuleRowProps) {
    const text = ruleTexts[draft.kind];
    const units: Record<string, string> = { "": "", h: ", hours", d: ", days", kW: ", kW", series: unit ? `, ${unit}` : ", in the unit", perHour: unit ? `, ${unit} an hour` : ", an hour" };
    return (
        <li className={draft.isEnabled ? "rule" : "rule rule-off"}>
            <div className="rule-head">
                <label className="toggle">
                    <input type="checkbox" checked={draft.isEnabled} onChange={(event) => change({ ...draft, isEnabled: event.target.checked, isOwn: true })} />
                    <strong>{text.label}</strong>
                </label>
                <Badge tone={draft.isOwn ? "info" : "neutral"}>{draft.isOwn ? origins[target] : origin === target ? "no longer its own" : (origins[origin] ?? origin)}</Badge>
                {draft.isOwn && mayChange && <button type="button" className="link-button" aria-label={`${text.label}: take what is more general`} onClick={inherit}>take what is more general</button>}
                <p className="rule-help">{text.help}</p>
            </div>
            {draft.isEnabled && (
                <div className="form">
                    {text.parameters.map((parameter) => (
                        <Field key={parameter.name} label={`${parameter.label}${units[parameter.unit]}`} error={draft.isOwn ? parameterFault(draft, parameter.name) : null}>
                            {(props) => (
                                <input {...props} className="input" inputMode="decimal" placeholder={parameter.isRequired ? "" : "none"} value={draft.parameters[parameter.name] ?? ""}
                                    onChange={(event) => change({ ...draft, isOwn: true, parameters: { ...draft.parameters, [parameter.name]: event.target.value } })} />
                            )}
                        </Field>
                    ))}
                </div>
            )}
        </li>
    );
}
