import type { ReadingsMapping, UploadGuess } from "../../api/types";
import { useCity } from "../../city/CityContext";
import { Field } from "../../ui/Field";
import { timeZoneChoices } from "../timeZones";
import { FirstLines } from "./FirstLines";
import { dateFormats, encodings, units } from "./mapping";

interface MappingFormProps {
    guess: UploadGuess;
    mapping: ReadingsMapping;
    change: (mapping: ReadingsMapping) => void;
}

type Choice = [value: string, label: string];

/** What the columns mean, next to the file's first lines. */
export function MappingForm({ guess, mapping, change }: MappingFormProps) {
    const { city } = useCity();
    const set = (changes: Partial<ReadingsMapping>) => change({ ...mapping, ...changes });
    const select = (label: string, value: string, choices: Choice[], choose: (value: string) => void, hint?: string) => (
        <Field label={label} hint={hint}>
            {(props) => (
                <select {...props} className="select" value={value} onChange={(event) => choose(event.target.value)}>
                    {choices.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
                </select>
            )}
        </Field>
    );
    const column = (label: string, name: "start" | "series" | "value" | "quality", hint: string, nothing = "Choose…") =>
        select(label, mapping[name] ?? "", [["", nothing], ...guess.columns.map((item): Choice => [item, item])], (value) => set({ [name]: value || (name === "start" ? "" : null) }), hint);
    const layout = (value: ReadingsMapping["layout"], words: string, help: string) => (
        <label className="choice">
            <input type="radio" name="layout" checked={mapping.layout === value} onChange={() => set({ layout: value })} />
            <span>{words}<span className="subline">{help}</span></span>
        </label>
    );
    return (
        <div className="stack">
            <fieldset className="choices choices-row">
                <legend>How the file is laid out</legend>
                {layout("long", "One reading on a line", "a column names the series")}
                {layout("wide", "One time on a line", "a column for each series, which its heading names")}
            </fieldset>
            <div className="form">
                {column("Start of the interval", "start", "date and time")}
                {mapping.layout === "long" && column("Series", "series", "the external name")}
                {mapping.layout === "long" && column("Value", "value", "empty fields are missing readings")}
                {mapping.layout === "long" && column("Quality", "quality", "measured, where there is no column", "None")}
                {select("Unit of the values", mapping.unit ?? "", [["", "As each series is stored"], ...units.map((unit): Choice => [unit, unit])],
                    (value) => set({ unit: (value || null) as ReadingsMapping["unit"] }), "converted to the unit of the series")}
                {select("Time zone", mapping.timeZone ?? "", [["", `The city's: ${city.timeZone}`], ...timeZoneChoices(city.timeZone).map((name): Choice => [name, name])],
                    (value) => set({ timeZone: value || null }), "of times that tell no offset")}
                {select("Dates are written", mapping.dateFormat ?? "", [["", guess.unclear.includes("dateFormat") ? "Choose…" : "Year first, as ISO 8601"], ...dateFormats.map(([value, words]): Choice => [value, words])],
                    (value) => set({ dateFormat: (value || null) as ReadingsMapping["dateFormat"] }), guess.unclear.includes("dateFormat") ? "the lines fit day first and month first" : undefined)}
                {select("Decimals", mapping.decimalComma == null ? "" : String(mapping.decimalComma), [["", "As found"], ["false", "Point, 1.5"], ["true", "Comma, 1,5"]],
                    (value) => set({ decimalComma: value === "" ? null : value === "true" }))}
                {select("Columns are parted by", mapping.delimiter ?? "", [["", "As found"], ["comma", "Comma"], ["semicolon", "Semicolon"], ["tab", "Tab"]],
                    (value) => set({ delimiter: (value || null) as ReadingsMapping["delimiter"] }))}
                {select("Characters", mapping.encoding ?? "", [["", "As found"], ...encodings.map(([value, words]): Choice => [value, words])],
                    (value) => set({ encoding: (value || null) as ReadingsMapping["encoding"] }), "wrong where letters such as ü look odd below")}
            </div>
            {mapping.layout === "wide" && <WideColumns guess={guess} mapping={mapping} change={change} />}
            <FirstLines guess={guess} mapping={mapping} />
        </div>
    );
}

function WideColumns({ guess, mapping, change }: MappingFormProps) {
    const others = guess.columns.filter((column) => column !== mapping.start);
    const chosen = mapping.columns ?? others;
    const toggle = (column: string, isOn: boolean) => {
        const next = isOn ? [...chosen, column] : chosen.filter((item) => item !== column);
        change({ ...mapping, columns: next.length === others.length ? null : next });
    };
    return (
        <fieldset className="picker-list">
            <legend>Columns with values ({chosen.length} of {others.length})</legend>
            {others.map((column) => (
                <label key={column} className="toggle">
                    <input type="checkbox" checked={chosen.includes(column)} onChange={(event) => toggle(column, event.target.checked)} /> <span>{column}</span>
                </label>
            ))}
        </fieldset>
    );
}
