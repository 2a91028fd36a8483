import { useEffect, type ReactNode } from "react";
import { NotFound } from "../app/NotFound";
import { useRouter } from "../app/router";
import { AreaBalancePage } from "./balance/AreaBalancePage";
import { BalancePage } from "./balance/BalancePage";
import { ConnectorsPage } from "./connectors/ConnectorsPage";
import { dataSections } from "./dataSections";
import { ExportPage } from "./export/ExportPage";
import { ImportPage } from "./import/ImportPage";
import { UploadPage } from "./import/UploadPage";
import { FindingsPage } from "./findings/FindingsPage";
import { QualityPage } from "./quality/QualityPage";
import { ZoneQualityPage } from "./quality/ZoneQualityPage";
import { RulesPage } from "./rules/RulesPage";
import { RetentionPage } from "./retention/RetentionPage";

const routes: [pattern: RegExp, screen: (...parts: string[]) => ReactNode][] = [
    [/^\/data$/, () => <Home />],
    [/^\/data\/quality$/, () => <QualityPage />],
    [/^\/data\/quality\/zones\/(\d+)$/, (id) => <ZoneQualityPage key={id} id={Number(id)} />],
    [/^\/data\/findings$/, () => <FindingsPage />],
    [/^\/data\/rules$/, () => <RulesPage />],
    [/^\/data\/import$/, () => <ImportPage />],
    [/^\/data\/import\/([0-9a-f]{16})$/, (id) => <UploadPage key={id} id={id ?? ""} />],
    [/^\/data\/export$/, () => <ExportPage />],
    [/^\/data\/balance$/, () => <BalancePage />],
    [/^\/data\/balance\/(feeder|substation|transformer|zone)\/(\d+)$/, (kind, id) => <AreaBalancePage key={`${kind}${id}`} area={`${kind}:${id}`} />],
    [/^\/data\/connectors$/, () => <ConnectorsPage />],
    [/^\/data\/retention$/, () => <RetentionPage />],
];

/** What lies below /data. */
export function DataArea() {
    const { location } = useRouter();
    const path = location.path.replace(/\/+$/, "");
    for (const [pattern, screen] of routes) {
        const match = pattern.exec(path);
        if (match) return <>{screen(...match.slice(1))}</>;
    }
    return <NotFound />;
}

function Home() {
    const { navigate } = useRouter();
    const first = dataSections[0]?.to ?? "/";
    useEffect(() => navigate(first, { replace: true }), [navigate, first]);
    return null;
}
