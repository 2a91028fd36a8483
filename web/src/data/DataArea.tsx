import { AreaRoutes, type AreaRoute } from "../app/AreaRoutes";
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

const routes: AreaRoute[] = [
    { pattern: /^\/data\/quality$/, screen: () => <QualityPage /> },
    { pattern: /^\/data\/quality\/zones\/(\d+)$/, screen: (id) => <ZoneQualityPage key={id} id={Number(id)} /> },
    { pattern: /^\/data\/findings$/, screen: () => <FindingsPage /> },
    { pattern: /^\/data\/rules$/, screen: () => <RulesPage /> },
    { pattern: /^\/data\/import$/, need: "readings.write", screen: () => <ImportPage /> },
    { pattern: /^\/data\/import\/([0-9a-f]{16})$/, need: "readings.write", screen: (id) => <UploadPage key={id} id={id ?? ""} /> },
    { pattern: /^\/data\/export$/, need: "readings.export", screen: () => <ExportPage /> },
    { pattern: /^\/data\/balance$/, screen: () => <BalancePage /> },
    { pattern: /^\/data\/balance\/(feeder|substation|transformer|zone)\/(\d+)$/, screen: (kind, id) => <AreaBalancePage key={`${kind}${id}`} area={`${kind}:${id}`} /> },
    { pattern: /^\/data\/connectors$/, screen: () => <ConnectorsPage /> },
    { pattern: /^\/data\/retention$/, screen: () => <RetentionPage /> },
];

/** What lies below /data. */
export function DataArea() {
    return <AreaRoutes routes={routes} root="/data" sections={dataSections} />;
}
