import type { ReactNode } from "react";
import { AboutPage } from "../about/AboutPage";
import { AnomaliesPage } from "../anomalies/AnomaliesPage";
import { AnomalyPage } from "../anomalies/AnomalyPage";
import { LazyDataArea } from "../data/LazyDataArea";
import { JobsPage } from "../jobs/JobsPage";
import { ModelPage } from "../models/ModelPage";
import { ModelsPage } from "../models/ModelsPage";
import { NetworkPage } from "../network/NetworkPage";
import { OverviewPage } from "../overview/OverviewPage";
import { SeriesListPage } from "../series/SeriesListPage";
import { SeriesPage } from "../series/SeriesPage";
import { ZonePage } from "../zones/ZonePage";
import { ZonesPage } from "../zones/ZonesPage";
import { NotFound } from "./NotFound";

type Screen = (id: number) => ReactNode;

const routes: [pattern: RegExp, screen: Screen][] = [
    [/^\/$/, () => <OverviewPage />],
    [/^\/zones$/, () => <ZonesPage />],
    [/^\/zones\/(\d+)$/, (id) => <ZonePage key={id} id={id} />],
    [/^\/network$/, () => <NetworkPage />],
    [/^\/series$/, () => <SeriesListPage />],
    [/^\/series\/(\d+)$/, (id) => <SeriesPage key={id} id={id} />],
    [/^\/anomalies$/, () => <AnomaliesPage />],
    [/^\/anomalies\/(\d+)$/, (id) => <AnomalyPage key={id} id={id} />],
    [/^\/models$/, () => <ModelsPage />],
    [/^\/models\/(\d+)$/, (id) => <ModelPage key={id} id={id} />],
    [/^\/data(?:\/.*)?$/, () => <LazyDataArea />],
    [/^\/jobs$/, () => <JobsPage />],
    [/^\/about$/, () => <AboutPage />],
];

export function screenFor(path: string): ReactNode {
    const clean = path.length > 1 ? path.replace(/\/+$/, "") : path;
    for (const [pattern, screen] of routes) {
        const match = pattern.exec(clean);
        if (match) return screen(Number(match[1] ?? 0));
    }
    return <NotFound />;
}
