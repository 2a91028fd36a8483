import { Page } from "../ui/layout"; export function SeriesListPage() { return <Page title="SeriesListPage">…</Page>; }
