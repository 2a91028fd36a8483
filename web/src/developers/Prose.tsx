import { Fragment } from "react";

/** A description's text: paragraphs, and `code` between backticks. */
export function Prose({ text }: { text: string }) {
    return (
        <>
            {text.split(/\n{2,}/).filter((part) => part.trim() !== "").map((part, index) => <p key={index}><Inline text={part} /></p>)}
        </>
    );
}

export function Inline({ text }: { text: string }) {
    return <>{text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>))}</>;
}
