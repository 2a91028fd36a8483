import { useEffect, type ReactNode } from "react";
import { Brand } from "../app/Brand";
import { ThemeToggle } from "../app/ThemeToggle";

interface AuthPageProps {
    title: string;
    lead?: ReactNode;
    /** The way to neighbouring pages. */
    below?: ReactNode;
    children: ReactNode;
}

/** A page for those who are not signed in: one card in the middle. */
export function AuthPage({ title, lead, below, children }: AuthPageProps) {
    useEffect(() => {
        document.title = `${title} · UrbanGrid`;
    }, [title]);
    return (
        <div className="auth">
            <header className="auth-top"><Brand /><ThemeToggle /></header>
            <main id="main" className="auth-main" tabIndex={-1}>
                <section className="card auth-card">
                    <h1>{title}</h1>
                    {lead && <p className="auth-lead">{lead}</p>}
                    {children}
                </section>
                {below && <p className="auth-below">{below}</p>}
            </main>
        </div>
    );
}
