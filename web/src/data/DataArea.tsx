import { useEffect, type ReactNode } from "react";
import { NotFound } from "../app/NotFound";
import { useRouter } from "../app/router";
import { AreaBalancePage } from "./balance/AreaBalancePage";
import { BalancePage } from "./balance/BalancePage";
import { dataSections } from "./dataSections";
import { ImportPage } from "./import/ImportPage";
import { UploadPage } from "./import/UploadPage";

const routes: [pattern: RegExp, screen: (...parts: string[]) => ReactNode][] = [
    [/^\/data$/, () => <Home />],
    [/^\/data\/import$/, () => <ImportPage />],
    [/^\/data\/import\/([0-9a-f]{16})$/, (id) => <UploadPage key={id} id={id ?? ""} />],
    [/^\/data\/balance$/, () => <BalancePage />],
    [/^\/data\/balance\/(feeder|substation|transformer|zone)\/(\d+)$/, (kind, id) => <AreaBalancePage key={`${kind}${id}`} area={`${kind}:${id}`} />],
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
