import { useState } from "react";
import { epochOfInput, formatDateTime, inputOf } from "../format/time";
import { Field } from "./Field";

interface TimeFieldProps {
    label: string;
    timeZone: string;
    /** Epoch seconds; null while nothing whole is entered. */
    value: number | null;
    change: (epochSeconds: number | null) => void;
    hint?: string;
    error?: string | null;
}

/**
 * A day and a time on the given zone's wall clock. Browsers write both as the person's system does, some with a 12-hour clock;
 * below stands the same moment as all pages write it.
 */
export function TimeField({ label, timeZone, value, change, hint, error }: TimeFieldProps) {
    const [text, setText] = useState(() => (value === null ? "" : inputOf(timeZone, value)));
    // What is typed stays as it is typed, until another value comes from elsewhere.
    const shown = value !== null && epochOfInput(timeZone, text) !== value ? inputOf(timeZone, value) : text;
    return (
        <Field label={label} hint={hint ?? (value === null ? undefined : formatDateTime(timeZone, value, { year: true, zone: true }))} error={error}>
            {(props) => (
                <input {...props} lang="en-GB" type="datetime-local" className="input" value={shown} onChange={(event) => {
                    setText(event.target.value);
                    change(epochOfInput(timeZone, event.target.value));
                }} />
            )}
        </Field>
    );
}
