import { Fragment } from "react";
import { Link } from "../app/router";

/** Text with its addresses as links; those of this site open here. */
export function Linked({ text }: { text: string }) {
    return (
        <>
            {text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => {
                if (index % 2 === 0) return <Fragment key={index}>{part}</Fragment>;
                const here = pathHere(part);
                return here !== null ? <Link key={index} to={here}>{part}</Link> : <a key={index} href={part} rel="noreferrer">{part}</a>;
            })}
        </>
    );
}

/** The path of an address of this site; null for another site's. */
function pathHere(address: string): string | null {
    try {
        const url = new URL(address);
        return url.origin === window.location.origin ? url.pathname + url.search + url.hash : null;
    } catch {
        return null;
    }
}
