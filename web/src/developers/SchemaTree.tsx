import { useState } from "react";
import { choicesOf, nameOf, typesOf, type Resolve, type Schema } from "./description/Schema";
import { limitWords, typeWords } from "./description/schemaWords";
import { Inline } from "./Prose";

interface Branch {
    name: string;
    schema: Schema;
    isRequired: boolean;
}

/** What a schema has inside: properties, items or alternatives. */
function branchesOf(schema: Schema, resolve: Resolve): Branch[] {
    const target = resolve(schema);
    const choices = choicesOf(target).filter((choice) => !typesOf(resolve(choice)).includes("null"));
    if (choices.length === 1 && choices[0]) return branchesOf(choices[0], resolve);
    if (choices.length > 1) {
        const branched = choices.filter((choice) => branchesOf(choice, resolve).length > 0);
        return branched.map((choice, index) => ({ name: nameOf(choice) ?? `alternative ${index + 1}`, schema: choice, isRequired: false }));
    }
    if (target.items) return branchesOf(target.items, resolve);
    const own = Object.entries(target.properties ?? {}).map(([name, property]) => ({ name, schema: property, isRequired: target.required?.includes(name) ?? false }));
    const inherited = (target.allOf ?? []).flatMap((part) => branchesOf(part, resolve));
    const others = typeof target.additionalProperties === "object" ? [{ name: "any other name", schema: target.additionalProperties, isRequired: false }] : [];
    return [...inherited, ...own, ...others];
}

/** A schema as a tree whose branches open when asked for: a schema may hold itself. */
export function SchemaTree({ schema, resolve }: { schema: Schema; resolve: Resolve }) {
    const branches = branchesOf(schema, resolve);
    return (
        <div className="schema">
            <p className="schema-root"><code>{typeWords(schema, resolve)}</code> <Limits schema={schema} resolve={resolve} /></p>
            {branches.length > 0 && <Branches branches={branches} resolve={resolve} />}
        </div>
    );
}

function Branches({ branches, resolve }: { branches: Branch[]; resolve: Resolve }) {
    return <ul className="schema-branches">{branches.map((branch, index) => <li key={`${branch.name}-${index}`}><BranchRow {...branch} resolve={resolve} /></li>)}</ul>;
}

function BranchRow({ name, schema, isRequired, resolve }: Branch & { resolve: Resolve }) {
    const [isOpen, setOpen] = useState(false);
    const inner = branchesOf(schema, resolve);
    const target = resolve(schema);
    const head = (
        <>
            <code className="schema-name">{name}</code> <span className="schema-type">{typeWords(schema, resolve)}</span>
            {isRequired && <span className="schema-needed"> needed</span>}
        </>
    );
    const about = schema.description ?? target.description;
    return (
        <>
            {inner.length > 0 ? (
                <button type="button" className="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}><span className="fold-mark" aria-hidden="true" />{head}</button>
            ) : <span className="fold-none">{head}</span>}
            <span className="schema-about"><Limits schema={schema} resolve={resolve} />{about && <> <Inline text={about} /></>}</span>
            {isOpen && <Branches branches={inner} resolve={resolve} />}
        </>
    );
}

function Limits({ schema, resolve }: { schema: Schema; resolve: Resolve }) {
    const words = limitWords(schema, resolve);
    const fallback = resolve(schema).default;
    if (fallback !== undefined) words.push(`${JSON.stringify(fallback)} without`);
    return words.length === 0 ? null : <span className="schema-limits">{words.join("; ")}.</span>;
}
