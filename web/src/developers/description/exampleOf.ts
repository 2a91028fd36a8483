import { choicesOf, typesOf, type Resolve, type Schema } from "./Schema";

const deepest = 6;

/** A value that a schema allows, to begin from: its own example or default where it has one. */
export function exampleOf(schema: Schema, resolve: Resolve, depth = 0): unknown {
    const target = resolve(schema);
    if (target.example !== undefined) return target.example;
    if (target.default !== undefined) return target.default;
    if (target.const !== undefined) return target.const;
    if (target.enum) return target.enum[0];
    const [choice] = choicesOf(target);
    if (choice) return exampleOf(choice, resolve, depth + 1);
    if (target.allOf) return Object.assign({}, ...target.allOf.map((part) => exampleOf(part, resolve, depth + 1))) as unknown;
    switch (typesOf(target)[0]) {
        case "object":
            return depth >= deepest ? {} : Object.fromEntries(Object.entries(target.properties ?? {}).map(([name, property]) => [name, exampleOf(property, resolve, depth + 1)]));
        case "array":
            if (target.prefixItems) return target.prefixItems.map((item) => exampleOf(item, resolve, depth + 1));
            return depth >= deepest || !target.items ? [] : [exampleOf(target.items, resolve, depth + 1)];
        case "integer":
        case "number":
            return target.minimum ?? 0;
        case "boolean":
            return false;
        case "string":
            return target.format === "date-time" ? "2026-11-23T00:00:00Z" : "";
        default:
            return null;
    }
}
