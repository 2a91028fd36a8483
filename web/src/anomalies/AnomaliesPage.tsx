import { Page } from "../ui/layout"; export function AnomaliesPage() { return <Page title="AnomaliesPage">…</Page>; }
