import { useState } from "react";
import { Card } from "../ui/layout";
import { CodeBlock } from "./CodeBlock";
import type { ApiDescription, Operation } from "./description/ApiDescription";
import type { RequestDraft } from "./request/RequestDraft";
import { sampleLanguages, sampleOf, type SampleLanguage } from "./request/samples";

/** The request as it is typed in, for a program; the key is a placeholder, always. */
export function Samples({ operation, description, draft }: { operation: Operation; description: ApiDescription; draft: RequestDraft }) {
    const [language, setLanguage] = useState<SampleLanguage>("curl");
    return (
        <Card title="From a program" note="with the values of the form above" actions={
            <div className="segmented" role="group" aria-label="Language">
                {sampleLanguages.map((name) => <button key={name} type="button" aria-pressed={name === language} onClick={() => setLanguage(name)}>{name}</button>)}
            </div>
        }>
            <CodeBlock text={sampleOf(language, operation, draft, window.location.origin, description.resolve)} what={`${language} sample`} />
        </Card>
    );
}
