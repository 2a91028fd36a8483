import { useEffect, useState } from "react";
import { Icon } from "./Icon";

/** Puts text on the clipboard and says so; where the browser refuses, that it must be done by hand. */
export function CopyButton({ text, what }: { text: string; what: string }) {
    const [outcome, setOutcome] = useState<"none" | "done" | "refused">("none");
    useEffect(() => setOutcome("none"), [text]);
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(text);
            setOutcome("done");
        } catch {
            // No clipboard over plain HTTP, or not allowed.
            setOutcome("refused");
        }
    };
    return (
        <>
            <button type="button" className="button button-small" aria-label={`Copy ${what}`} onClick={() => void copy()}><Icon name={outcome === "done" ? "check" : "copy"} size={15} /> {outcome === "done" ? "Copied" : "Copy"}</button>
            <span role="status" className={outcome === "refused" ? "form-note" : "visually-hidden"}>{outcome === "done" ? `Copied ${what}` : outcome === "refused" ? "The browser does not let it: select and copy it by hand." : ""}</span>
        </>
    );
}
