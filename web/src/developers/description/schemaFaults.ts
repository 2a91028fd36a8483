import { alternativesOf, typesOf, type Resolve, type Schema } from "./Schema";
import { limitWords, typeWords } from "./schemaWords";

export interface SchemaFault {
    /** Where: `readings[0].value`; empty for the value itself. */
    at: string;
    message: string;
}

const mostFaults = 20;
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** What is wrong with a value by its schema, each with what was expected; nothing when it fits. At most twenty. */
export function schemaFaults(value: unknown, schema: Schema, resolve: Resolve, at = ""): SchemaFault[] {
    const target = resolve(schema);
    const choices = alternativesOf(target);
    if (choices.length > 0) {
        const tried = choices.map((choice) => schemaFaults(value, choice, resolve, at));
        // Where none fits, what the nearest one misses says most.
        const nearest = tried.reduce((best, faults) => (distance(faults, at) < distance(best, at) ? faults : best));
        if (!tried.some((faults) => faults.length === 0)) return nearest.slice(0, mostFaults);
    }
    const faults = (target.allOf ?? []).flatMap((part) => schemaFaults(value, part, resolve, at));
    const types = typesOf(target);
    if (types.length > 0 && !types.some((type) => isOfType(value, type))) return [{ at, message: `is ${kindOf(value)}; expected ${typeWords(schema, resolve)}` }];
    const expected = () => limitWords({ ...target, items: undefined } as Schema, resolve).join(", ");
    if ((target.enum && !target.enum.some((item) => item === value)) || (target.const !== undefined && target.const !== value)) faults.push({ at, message: `${JSON.stringify(value)} is not allowed; expected ${expected()}` });
    else if (typeof value === "number" && !isInRange(value, target)) faults.push({ at, message: `${value} is out of range; expected ${expected()}` });
    else if (typeof value === "string" && !isText(value, target)) faults.push({ at, message: `${JSON.stringify(value.slice(0, 60))} does not fit; expected ${expected()}` });
    if (Array.isArray(value)) faults.push(...arrayFaults(value, target, resolve, at));
    else if (typeof value === "object" && value !== null) faults.push(...objectFaults(value as Record<string, unknown>, target, resolve, at));
    return faults.slice(0, mostFaults);
}

/** A value of quite another type is further off than one with many faults. */
function distance(faults: SchemaFault[], at: string): number {
    const isOfOtherType = faults.length === 1 && faults[0]?.at === at && faults[0].message.startsWith("is ");
    return isOfOtherType ? mostFaults + 1 : faults.length;
}

function isOfType(value: unknown, type: string): boolean {
    switch (type) {
        case "integer": return typeof value === "number" && Number.isInteger(value);
        case "number": return typeof value === "number" && Number.isFinite(value);
        case "null": return value === null;
        case "array": return Array.isArray(value);
        case "object": return typeof value === "object" && value !== null && !Array.isArray(value);
        default: return typeof value === type;
    }
}

function kindOf(value: unknown): string {
    if (value === null) return "null";
    if (Array.isArray(value)) return "an array";
    if (typeof value === "object") return "an object";
    const text = JSON.stringify(value) ?? "nothing";
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isInRange(value: number, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): boolean {
    return value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity) && value > (exclusiveMinimum ?? -Infinity) && value < (exclusiveMaximum ?? Infinity);
}

function isText(value: string, { minLength, maxLength, pattern, format }: Schema): boolean {
    const length = [...value].length;
    if (length < (minLength ?? 0) || length > (maxLength ?? Infinity)) return false;
    if (pattern !== undefined && !fits(value, pattern)) return false;
    return format !== "date-time" || (dateTime.test(value) && !Number.isNaN(Date.parse(value)));
}

/** A pattern that this browser cannot read is the server's to judge. */
function fits(value: string, pattern: string): boolean {
    try {
        return new RegExp(pattern, "u").test(value);
    } catch {
        return true;
    }
}

function arrayFaults(value: unknown[], target: Schema, resolve: Resolve, at: string): SchemaFault[] {
    const faults: SchemaFault[] = [];
    if (value.length < (target.minItems ?? 0) || value.length > (target.maxItems ?? Infinity)) {
        faults.push({ at, message: `has ${value.length} items; expected ${limitWords({ ...(target.minItems !== undefined ? { minItems: target.minItems } : {}), ...(target.maxItems !== undefined ? { maxItems: target.maxItems } : {}) }, resolve).join(", ")}` });
    }
    if (target.uniqueItems && new Set(value.map((item) => JSON.stringify(item))).size < value.length) faults.push({ at, message: "names something twice" });
    for (const [index, item] of value.entries()) {
        const schema = target.prefixItems?.[index] ?? target.items;
        if (schema) faults.push(...schemaFaults(item, schema, resolve, `${at}[${index}]`));
        if (faults.length >= mostFaults) break;
    }
    return faults;
}

function objectFaults(value: Record<string, unknown>, target: Schema, resolve: Resolve, at: string): SchemaFault[] {
    const inside = (name: string) => (at === "" ? name : `${at}.${name}`);
    const faults: SchemaFault[] = (target.required ?? []).filter((name) => !Object.prototype.hasOwnProperty.call(value, name)).map((name) => {
        const property = target.properties?.[name];
        return { at: inside(name), message: `is missing${property ? `; expected ${typeWords(property, resolve)}` : ""}` };
    });
    for (const [name, item] of Object.entries(value)) {
        const property = Object.prototype.hasOwnProperty.call(target.properties ?? {}, name) ? target.properties?.[name] : undefined;
        if (property) faults.push(...schemaFaults(item, property, resolve, inside(name)));
        else if (target.additionalProperties === false) faults.push({ at: inside(name), message: `is not known; expected one of ${Object.keys(target.properties ?? {}).join(", ")}` });
        else if (typeof target.additionalProperties === "object") faults.push(...schemaFaults(item, target.additionalProperties, resolve, inside(name)));
        if (faults.length >= mostFaults) break;
    }
    return faults;
}
