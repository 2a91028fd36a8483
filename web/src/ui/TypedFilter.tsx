import { useEffect, useRef, useState } from "react";

interface TypedFilterProps {
    label: string;
    value: string;
    placeholder: string;
    change: (value: string) => void;
    /** Asks while somebody types, once they pause; otherwise when they are through. */
    asTyped?: boolean;
}

const pause = 350;

/** A filter that is typed: it asks by Enter or on leaving the field. */
export function TypedFilter({ label, value, placeholder, change, asTyped = false }: TypedFilterProps) {
    const [text, setText] = useState(value);
    const latest = useRef(change);
    latest.current = change;
    useEffect(() => setText(value), [value]);
    useEffect(() => {
        if (!asTyped || text.trim() === value) return;
        const timer = setTimeout(() => latest.current(text.trim()), pause);
        return () => clearTimeout(timer);
    }, [asTyped, text, value]);
    const take = () => {
        if (text.trim() !== value) change(text.trim());
    };
    return (
        <label className="field">
            {label}
            <input className="input" type="search" spellCheck={false} autoComplete="off" maxLength={200} placeholder={placeholder} value={text} onChange={(event) => setText(event.target.value)} onBlur={take}
                onKeyDown={(event) => { if (event.key === "Enter") take(); }} />
        </label>
    );
}
