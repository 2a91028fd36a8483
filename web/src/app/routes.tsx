import type { ReactNode } from "react";
import { AboutPage } from "../about/AboutPage";
import { AnomaliesPage } from "../anomalies/AnomaliesPage";
import { AnomalyPage } from "../anomalies/AnomalyPage";
import type { Permission } from "../api/identity";
import { JobsPage } from "../jobs/JobsPage";
import { ModelPage } from "../models/ModelPage";
import { ModelsPage } from "../models/ModelsPage";
import { NetworkPage } from "../network/NetworkPage";
import { OverviewPage } from "../overview/OverviewPage";
import { SeriesListPage } from "../series/SeriesListPage";
import { SeriesPage } from "../series/SeriesPage";
import { ZonePage } from "../zones/ZonePage";
import { ZonesPage } from "../zones/ZonesPage";
import { AccountArea, DataArea, DevelopersArea, PlatformArea, SettingsArea } from "./areas";
import { NotFound } from "./NotFound";

/** What a page asks of whoever opens it: a permission in the tenant, to be the platform's owner, or to be signed in. */
export type Need = Permission | "platform" | "person";

interface Route {
    pattern: RegExp;
    need: Need;
    /** Whether the page shows the city: it waits for it, and lives by the city's clock. */
    isOfCity: boolean;
    screen: (id: number) => ReactNode;
}

const ofCity = (pattern: RegExp, screen: Route["screen"]): Route => ({ pattern, need: "grid.read", isOfCity: true, screen });

const routes: Route[] = [
    ofCity(/^\/$/, () => <OverviewPage />),
    ofCity(/^\/zones$/, () => <ZonesPage />),
    ofCity(/^\/zones\/(\d+)$/, (id) => <ZonePage key={id} id={id} />),
    ofCity(/^\/network$/, () => <NetworkPage />),
    ofCity(/^\/series$/, () => <SeriesListPage />),
    ofCity(/^\/series\/(\d+)$/, (id) => <SeriesPage key={id} id={id} />),
    ofCity(/^\/anomalies$/, () => <AnomaliesPage />),
    ofCity(/^\/anomalies\/(\d+)$/, (id) => <AnomalyPage key={id} id={id} />),
    ofCity(/^\/models$/, () => <ModelsPage />),
    ofCity(/^\/models\/(\d+)$/, (id) => <ModelPage key={id} id={id} />),
    ofCity(/^\/data(?:\/.*)?$/, () => <DataArea />),
    ofCity(/^\/jobs$/, () => <JobsPage />),
    ofCity(/^\/about$/, () => <AboutPage />),
    { pattern: /^\/account(?:\/.*)?$/, need: "person", isOfCity: false, screen: () => <AccountArea /> },
    { pattern: /^\/developers(?:\/[^/]+)?$/, need: "person", isOfCity: false, screen: () => <DevelopersArea /> },
    // Each page of these areas asks for its own permission.
    { pattern: /^\/settings(?:\/.*)?$/, need: "person", isOfCity: false, screen: () => <SettingsArea /> },
    { pattern: /^\/platform(?:\/.*)?$/, need: "platform", isOfCity: false, screen: () => <PlatformArea /> },
];

export function routeFor(path: string): { need: Need; isOfCity: boolean; show: () => ReactNode } {
    const clean = path.length > 1 ? path.replace(/\/+$/, "") : path;
    for (const { pattern, need, isOfCity, screen } of routes) {
        const match = pattern.exec(clean);
        if (match) return { need, isOfCity, show: () => screen(Number(match[1] ?? 0)) };
    }
    return { need: "person", isOfCity: false, show: () => <NotFound /> };
}
