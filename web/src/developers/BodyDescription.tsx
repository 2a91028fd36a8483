import { CodeBlock } from "./CodeBlock";
import type { ApiDescription, Content } from "./description/ApiDescription";
import { exampleText } from "./request/RequestDraft";
import { SchemaTree } from "./SchemaTree";

/** What a body may be: its schema as a tree, and an example. Types without a schema are named together. */
export function BodyDescription({ content, description }: { content: Content[]; description: ApiDescription }) {
    const plain = content.filter(({ schema, example }) => schema === null && example === undefined);
    return (
        <div className="stack">
            {content.filter((one) => !plain.includes(one)).map((one) => {
                const example = exampleText(one, description);
                return (
                    <div key={one.type} className="body-of-type">
                        <p className="muted"><code>{one.type}</code></p>
                        {one.schema && <SchemaTree schema={one.schema} resolve={description.resolve} />}
                        {example && <details className="example"><summary>Example</summary><CodeBlock text={example} what={`example of ${one.type}`} /></details>}
                    </div>
                );
            })}
            {plain.length > 0 && <p>A file as it is: {plain.map(({ type }, index) => <span key={type}>{index > 0 && ", "}<code>{type}</code></span>)}.</p>}
        </div>
    );
}
