import type { InputHTMLAttributes, ReactNode } from "react";
import { Field } from "./Field";

type TextFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> & {
    label: string;
    value: string;
    change: (value: string) => void;
    hint?: ReactNode;
    error?: string | null;
};

/** A line of text under its label. */
export function TextField({ label, value, change, hint, error, ...input }: TextFieldProps) {
    return (
        <Field label={label} hint={hint} error={error}>
            {(props) => <input {...props} className="input" value={value} onChange={(event) => change(event.target.value)} {...input} />}
        </Field>
    );
}
