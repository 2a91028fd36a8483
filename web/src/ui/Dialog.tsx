import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { Icon } from "./Icon";

interface DialogProps {
    title: string;
    close: () => void;
    children: ReactNode;
    /** The buttons at its foot. */
    actions?: ReactNode;
    isWide?: boolean;
    /** Nothing closes it but its own buttons. */
    isFirm?: boolean;
}

function isTypedInto({ type, readOnly, hidden }: HTMLInputElement): boolean {
    return !["checkbox", "radio", "file"].includes(type) && !readOnly && !hidden;
}

/** A modal window: the browser keeps the focus inside and closes it by Escape; at its end the focus goes back. */
export function Dialog({ title, close, children, actions, isWide, isFirm }: DialogProps) {
    const node = useRef<HTMLDialogElement>(null);
    const titleId = useId();
    useLayoutEffect(() => {
        const opener = document.activeElement as HTMLElement | null;
        const dialog = node.current;
        if (!dialog) return;
        if (typeof dialog.showModal === "function") dialog.showModal();
        else dialog.setAttribute("open", "");
        // What is to be entered comes first, before the button that closes.
        [...dialog.querySelectorAll<HTMLInputElement>(".dialog-body input, .dialog-body textarea")].find(isTypedInto)?.focus();
        return () => {
            if (typeof dialog.close === "function") dialog.close();
            opener?.focus();
        };
    }, []);
    return (
        <dialog ref={node} className={isWide ? "dialog dialog-wide" : "dialog"} aria-labelledby={titleId}
            onCancel={(event) => { event.preventDefault(); if (!isFirm) close(); }}>
            <header className="dialog-header">
                <h2 id={titleId}>{title}</h2>
                {!isFirm && <button type="button" className="icon-button" aria-label="Close" onClick={close}><Icon name="close" size={16} /></button>}
            </header>
            <div className="dialog-body" tabIndex={0} role="group" aria-labelledby={titleId}>{children}</div>
            {actions && <footer className="dialog-footer">{actions}</footer>}
        </dialog>
    );
}
