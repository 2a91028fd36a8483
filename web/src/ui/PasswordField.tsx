import { useState, type ReactNode } from "react";
import { Field } from "./Field";

interface PasswordFieldProps {
    label: string;
    value: string;
    change: (value: string) => void;
    /** For password managers: whether it is one that holds or a new one. */
    autoComplete: "current-password" | "new-password" | "off";
    isRequired?: boolean;
    hint?: ReactNode;
    error?: string | null;
    name?: string;
    autoFocus?: boolean;
}

/** A password, which may be shown: nobody types a long one blindly. */
export function PasswordField({ label, value, change, autoComplete, hint, error, name = "password", autoFocus, isRequired = true }: PasswordFieldProps) {
    const [isShown, setShown] = useState(false);
    return (
        <Field label={label} hint={hint} error={error}>
            {(props) => (
                <span className="input-with-button">
                    <input {...props} className="input" name={name} type={isShown ? "text" : "password"} value={value} required={isRequired} autoComplete={autoComplete} autoFocus={autoFocus}
                        autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={1024} onChange={(event) => change(event.target.value)} />
                    <button type="button" className="input-button" aria-pressed={isShown} aria-label={`Show what is typed: ${label}`} onClick={() => setShown(!isShown)}>{isShown ? "Hide" : "Show"}</button>
                </span>
            )}
        </Field>
    );
}
