import { PasswordField } from "../ui/PasswordField";

interface NewPasswordFieldProps {
    label?: string;
    value: string;
    change: (value: string) => void;
    minimum: number;
    error?: string | null;
    name?: string;
}

/** A password to be: long rather than odd (NIST SP 800-63B). */
export function NewPasswordField({ label = "Password", value, change, minimum, error, name = "new-password" }: NewPasswordFieldProps) {
    const length = [...value].length;
    const short = value !== "" && length < minimum ? `${minimum - length} more ${minimum - length === 1 ? "character" : "characters"}` : null;
    return (
        <PasswordField label={label} name={name} autoComplete="new-password" value={value} change={change} error={error ?? null}
            hint={short ?? `At least ${minimum} characters. Several words are good; one that was leaked somewhere is refused.`} />
    );
}
