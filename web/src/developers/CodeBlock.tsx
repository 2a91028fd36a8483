import { CopyButton } from "../ui/CopyButton";

/** Text to be copied as it stands. */
export function CodeBlock({ text, what }: { text: string; what: string }) {
    return (
        <div className="code-block">
            <pre tabIndex={0} role="region" aria-label={what}><code>{text}</code></pre>
            <div className="code-copy"><CopyButton text={text} what={what} /></div>
        </div>
    );
}
