import { useEffect, useRef, type ReactNode } from "react";
import { Link, useRouter } from "./router";

export interface AreaPageProps {
    title: string;
    lead?: ReactNode;
    actions?: ReactNode;
    above?: ReactNode;
    children: ReactNode;
}

interface Area {
    name: string;
    sections: { to: string; label: string }[];
}

/** A page of an area: its heading, the way to the area's other pages, and what it shows. */
export function AreaPage({ area, title, lead, actions, above, children }: AreaPageProps & { area: Area }) {
    const { location } = useRouter();
    useEffect(() => {
        document.title = `${title} · ${area.name} · UrbanGrid`;
    }, [title, area.name]);
    const tabs = useRef<HTMLElement>(null);
    useEffect(() => {
        const strip = tabs.current;
        const open = strip?.querySelector<HTMLElement>("[aria-current]");
        // Not scrollIntoView, which would move the page as well.
        if (strip && open) strip.scrollLeft = open.offsetLeft - (strip.clientWidth - open.offsetWidth) / 2;
    }, [location.path]);
    return (
        <div className="page">
            <nav ref={tabs} className="tabs" aria-label={area.name}>
                <ul>
                    {area.sections.map(({ to, label }) => (
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
