import { useEffect, useState, type ReactNode } from "react";
import { useCity, useNow } from "../city/CityContext";
import { formatClock, formatDay, zoneAbbreviation } from "../format/time";
import { Icon } from "../ui/Icon";
import { ConnectionState } from "./ConnectionState";
import { DemoNotice } from "./DemoNotice";
import { Link, useRouter } from "./router";
import { ThemeToggle } from "./ThemeToggle";

const sections = [
    { to: "/", label: "Overview", icon: "overview" },
    { to: "/zones", label: "Zones", icon: "zones" },
    { to: "/network", label: "Network", icon: "network" },
    { to: "/anomalies", label: "Anomalies", icon: "anomalies" },
    { to: "/series", label: "Series", icon: "series" },
    { to: "/data", label: "Data", icon: "data" },
    { to: "/models", label: "Models", icon: "models" },
    { to: "/jobs", label: "Jobs", icon: "jobs" },
    { to: "/about", label: "About the data", icon: "about" },
];

function isCurrent(to: string, path: string): boolean {
    return to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
}

export function Shell({ children }: { children: ReactNode }) {
    const { city } = useCity();
    const { location } = useRouter();
    const [isMenuOpen, setMenuOpen] = useState(false);
    useEffect(() => setMenuOpen(false), [location.path]);
    return (
        <div className={isMenuOpen ? "shell shell-menu-open" : "shell"}>
            <a className="skip-link" href="#main">
                Skip to the content
            </a>
            <header className="topbar">
                <button type="button" className="icon-button menu-button" aria-expanded={isMenuOpen} aria-controls="navigation"
                    aria-label={isMenuOpen ? "Close the menu" : "Open the menu"} onClick={() => setMenuOpen(!isMenuOpen)}>
                    <Icon name={isMenuOpen ? "close" : "menu"} />
                </button>
                <Link to="/" className="brand">
                    <span className="brand-mark" aria-hidden="true">
                        <svg viewBox="0 0 32 32" width="26" height="26">
                            <rect width="32" height="32" rx="8" />
                            <path d="M7 20.5h4.2l3-9 4.2 12 3-7.5H25" />
                        </svg>
                    </span>
                    <span className="brand-name">UrbanGrid</span>
                </Link>
                <span className="topbar-city">{city.name}</span>
                <span className="topbar-space" />
                <HeaderClock />
                <ConnectionState />
                <ThemeToggle />
            </header>
            <nav id="navigation" className="sidebar" aria-label="Main">
                <ul>
                    {sections.map((section) => (
                        <li key={section.to}>
                            <Link to={section.to} aria-current={isCurrent(section.to, location.path) ? "page" : undefined}>
                                <Icon name={section.icon} />
                                <span>{section.label}</span>
                            </Link>
                        </li>
                    ))}
                </ul>
                <p className="sidebar-note">{city.access.note}</p>
            </nav>
            <main id="main" tabIndex={-1}>
                <DemoNotice />
                {children}
            </main>
        </div>
    );
}

function HeaderClock() {
    const { city, clock } = useCity();
    const now = useNow();
    const isReplay = city.clock.isReplay;
    return (
        <div className="clock">
            {isReplay && (
                <span className="clock-replay" title="The demo replays a recorded year as if it were now">
                    <span className="clock-word">Replay </span><span className="clock-speed">×{clock.speed}</span>
                </span>
            )}
            <span className="clock-day">{formatDay(city.timeZone, now)}</span>
            <time className="clock-time" dateTime={new Date(now * 1000).toISOString()}>
                {formatClock(city.timeZone, now, true)}
            </time>
            <abbr className="clock-zone" title={city.timeZone}>
                {zoneAbbreviation(city.timeZone, now)}
            </abbr>
        </div>
    );
}
