import { Page } from "../ui/layout"; export function OverviewPage() { return <Page title="OverviewPage">…</Page>; }
