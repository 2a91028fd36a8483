import { useEffect, useState, type ReactNode } from "react";
import { useMe } from "../auth/SessionContext";
import { useCity, useNow, useOptionalCity } from "../city/CityContext";
import { formatClock, formatDay, zoneAbbreviation } from "../format/time";
import { Icon } from "../ui/Icon";
import { Brand } from "./Brand";
import { ConnectionState } from "./ConnectionState";
import { DemoNotice } from "./DemoNotice";
import { Link, useRouter } from "./router";
import { sectionsFor } from "./sections";
import { ThemeToggle } from "./ThemeToggle";
import { UserMenu } from "./UserMenu";

function isCurrent(to: string, path: string): boolean {
    return to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
}

export function Shell({ children }: { children: ReactNode }) {
    const city = useOptionalCity()?.city;
    const me = useMe();
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
                <Link to="/" className="brand" aria-label="UrbanGrid"><Brand /></Link>
                <span className="topbar-city">{city?.name ?? me.tenant?.name ?? ""}</span>
                <span className="topbar-space" />
                {city && <HeaderClock />}
                {city && <ConnectionState />}
                <ThemeToggle />
                <UserMenu />
            </header>
            <nav id="navigation" className="sidebar" aria-label="Main">
                <ul>
                    {sectionsFor(me).map((section) => (
                        <li key={section.to} className={section.isApart ? "sidebar-apart" : undefined}>
                            <Link to={section.to} aria-current={isCurrent(section.to, location.path) ? "page" : undefined}>
                                <Icon name={section.icon} />
                                <span>{section.label}</span>
                            </Link>
                        </li>
                    ))}
                </ul>
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
