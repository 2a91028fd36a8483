import { useEffect, type ReactNode } from "react";
import { Link, useRouter } from "../app/router";
import { dataSections } from "./dataSections";

interface DataPageProps {
    title: string;
    lead?: ReactNode;
    actions?: ReactNode;
    above?: ReactNode;
    children: ReactNode;
}

/** A page of the Data area: its heading, the way to the area's other pages, and what it shows. */
export function DataPage({ title, lead, actions, above, children }: DataPageProps) {
    const { location } = useRouter();
    useEffect(() => {
        document.title = `${title} · Data · UrbanGrid`;
    }, [title]);
    return (
        <div className="page">
            <nav className="tabs" aria-label="Data">
                <ul>
                    {dataSections.map(({ to, label }) => (
                        <li key={to}>
                            <Link to={to} aria-current={location.path === to || location.path.startsWith(`${to}/`) ? "page" : undefined}>{label}</Link>
                        </li>
                    ))}
                </ul>
            </nav>
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
