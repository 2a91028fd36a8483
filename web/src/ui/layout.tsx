import { useEffect, type ReactNode } from "react";

interface PageProps {
    title: string;
    /** For the browser tab, when the heading alone says too little. */
    tabTitle?: string;
    lead?: ReactNode;
    above?: ReactNode;
    actions?: ReactNode;
    children: ReactNode;
}

export function Page({ title, tabTitle, lead, above, actions, children }: PageProps) {
    useEffect(() => {
        document.title = `${tabTitle ?? title} · UrbanGrid`;
    }, [title, tabTitle]);
    return (
        <div className="page">
            <header className="page-header">
                <div>
                    {above}
                    <h1>{title}</h1>
                    {lead && <p className="lead">{lead}</p>}
                </div>
                {actions && <div className="page-actions">{actions}</div>}
            </header>
            {children}
        </div>
    );
}

interface CardProps {
    title?: string;
    note?: ReactNode;
    actions?: ReactNode;
    className?: string;
    flush?: boolean;
    children: ReactNode;
}

export function Card({ title, note, actions, className, flush, children }: CardProps) {
    return (
        <section className={`card${flush ? " card-flush" : ""}${className ? ` ${className}` : ""}`} aria-label={title}>
            {(title || actions) && (
                <header className="card-header">
                    <div className="card-heading">
                        {title && <h2>{title}</h2>}
                        {note && <p className="card-note">{note}</p>}
                    </div>
                    {actions && <div className="card-actions">{actions}</div>}
                </header>
            )}
            <div className="card-body">{children}</div>
        </section>
    );
}

interface KpiProps {
    label: string;
    value: ReactNode;
    unit?: string;
    detail?: ReactNode;
    tone?: "normal" | "warning" | "critical" | "good";
}

export function Kpi({ label, value, unit, detail, tone = "normal" }: KpiProps) {
    return (
        <div className={`kpi kpi-${tone}`}>
            <dt>{label}</dt>
            <dd>
                <span className="kpi-value">
                    {value}
                    {unit && <span className="kpi-unit">{unit}</span>}
                </span>
                {detail && <span className="kpi-detail">{detail}</span>}
            </dd>
        </div>
    );
}

export type Tone = "neutral" | "good" | "warning" | "critical" | "info";

export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
    return <span className={`badge badge-${tone}`}>{children}</span>;
}

export function Facts({ items }: { items: [label: string, value: ReactNode][] }) {
    return (
        <dl className="facts">
            {items.map(([label, value]) => (
                <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
        </dl>
    );
}
