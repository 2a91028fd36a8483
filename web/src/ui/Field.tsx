import { useId, type ReactElement, type ReactNode } from "react";

interface FieldProps {
    label: string;
    hint?: ReactNode;
    /** What is wrong with what was entered. */
    error?: string | null | undefined;
    children: (props: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactElement;
}

/** A form's field: its label above, what to know below, and what is wrong in words and not by colour alone. */
export function Field({ label, hint, error, children }: FieldProps) {
    const id = useId();
    const noteId = `${id}-note`;
    const hasNote = Boolean(hint) || Boolean(error);
    return (
        <div className="form-field">
            <label htmlFor={id}>{label}</label>
            {children({ id, ...(hasNote ? { "aria-describedby": noteId } : {}), ...(error ? { "aria-invalid": true as const } : {}) })}
            {hasNote && (
                <p id={noteId} className={error ? "form-note form-error" : "form-note"}>{error ?? hint}</p>
            )}
        </div>
    );
}
