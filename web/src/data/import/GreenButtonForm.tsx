import type { UploadReport } from "../../api/types";
import { Field } from "../../ui/Field";

interface GreenButtonFormProps {
    /** What was found so far; its series go by the titles of their usage points. */
    report: UploadReport | null;
    names: Record<string, string>;
    change: (names: Record<string, string>) => void;
}

/** Which series each usage point of a Green Button file belongs to; the file itself says all else. */
export function GreenButtonForm({ report, names, change }: GreenButtonFormProps) {
    const points = [...new Set([...Object.keys(names), ...(report?.series ?? []).filter((series) => !Object.values(names).includes(series.name)).map((series) => series.name)])];
    if (points.length === 0) return <p className="muted">The usage points of the file are told by the preview.</p>;
    return (
        <div className="form">
            {points.map((point) => (
                <Field key={point} label={point} hint="external name of its series; nothing: its own title">
                    {(props) => (
                        <input {...props} className="input" placeholder={point} value={names[point] ?? ""} onChange={(event) => {
                            const { [point]: _, ...others } = names;
                            change(event.target.value.trim() === "" ? others : { ...others, [point]: event.target.value });
                        }} />
                    )}
                </Field>
            ))}
        </div>
    );
}
