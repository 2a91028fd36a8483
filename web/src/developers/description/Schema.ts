/** A JSON Schema (2020-12), the parts that the API's description uses. */
export interface Schema {
    $ref?: string;
    type?: string | string[];
    format?: string;
    description?: string;
    default?: unknown;
    example?: unknown;
    enum?: unknown[];
    const?: unknown;
    minimum?: number;
    maximum?: number;
    exclusiveMinimum?: number;
    exclusiveMaximum?: number;
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    minItems?: number;
    maxItems?: number;
    uniqueItems?: boolean;
    items?: Schema;
    prefixItems?: Schema[];
    properties?: Record<string, Schema>;
    required?: string[];
    additionalProperties?: boolean | Schema;
    oneOf?: Schema[];
    anyOf?: Schema[];
    allOf?: Schema[];
}

/** Finds what a `$ref` names. A name that leads nowhere is an empty schema, which allows everything. */
export type Resolve = (schema: Schema) => Schema;

/** The name of a shared schema, to be shown: `Zone` of `#/components/schemas/Zone`. */
export function nameOf(schema: Schema): string | null {
    return schema.$ref?.split("/").pop() ?? null;
}

export function typesOf(schema: Schema): string[] {
    if (schema.type !== undefined) return Array.isArray(schema.type) ? schema.type : [schema.type];
    if (schema.properties) return ["object"];
    if (schema.items || schema.prefixItems) return ["array"];
    return [];
}

/** The alternatives of a schema, whichever word it says them by. */
export function alternativesOf(schema: Schema): Schema[] {
    return schema.oneOf ?? schema.anyOf ?? [];
}

/** The alternatives that are types of their own, and not only say which of an object's properties go together. */
export function choicesOf(schema: Schema): Schema[] {
    return schema.properties ? [] : alternativesOf(schema);
}
