import { choicesOf, nameOf, typesOf, type Resolve, type Schema } from "./Schema";

/** `integer`, `Zone`, `array of Reading`, `string or null`: a schema's type in a few words. */
export function typeWords(schema: Schema, resolve: Resolve): string {
    const name = nameOf(schema);
    const target = resolve(schema);
    const choices = choicesOf(target);
    if (choices.length > 0) return [...new Set(choices.map((choice) => typeWords(choice, resolve)))].join(" or ");
    const types = typesOf(target).map((type) => {
        if (type === "array") return target.items ? `array of ${typeWords(target.items, resolve)}` : "array";
        return type;
    });
    if (name !== null && (types.length === 0 || types.includes("object"))) return name;
    const words = types.length > 0 ? types.join(" or ") : target.enum || target.const !== undefined ? "string" : target.allOf ? "object" : "anything";
    return target.format === "date-time" ? words.replace("string", "date-time") : words;
}

/** What a value must keep to, each in words: `from 1 to 1000`, `at most 40 characters`. */
export function limitWords(schema: Schema, resolve: Resolve): string[] {
    const target = resolve(schema);
    const words: string[] = [];
    if (target.const !== undefined) words.push(`always ${JSON.stringify(target.const)}`);
    if (target.enum) words.push(`one of ${target.enum.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(", ")}`);
    words.push(...rangeWords(target.minimum, target.maximum, ""));
    if (target.exclusiveMinimum !== undefined) words.push(`greater than ${target.exclusiveMinimum}`);
    if (target.exclusiveMaximum !== undefined) words.push(`less than ${target.exclusiveMaximum}`);
    words.push(...rangeWords(target.minLength, target.maxLength, " characters"));
    words.push(...rangeWords(target.minItems, target.maxItems, " items"));
    if (target.uniqueItems) words.push("none twice");
    if (target.pattern) words.push(`of the form ${target.pattern}`);
    if (target.format === "date-time") words.push("ISO 8601 with Z or an offset");
    else if (target.format && target.format !== "int64" && target.format !== "double") words.push(`a ${target.format}`);
    if (target.items) words.push(...limitWords(target.items, resolve).filter((word) => word.startsWith("one of")));
    return words;
}

function rangeWords(least: number | undefined, most: number | undefined, what: string): string[] {
    if (least !== undefined && most !== undefined) return [least === most ? `exactly ${least}${what}` : `from ${least} to ${most}${what}`];
    if (least !== undefined) return [`at least ${least}${what}`];
    return most !== undefined ? [`at most ${most}${what}`] : [];
}
