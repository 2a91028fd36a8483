import { Page } from "../ui/layout"; export function SeriesPage({ id }: { id: number }) { return <Page title={"SeriesPage " + id}>…</Page>; }
