import { Page } from "../ui/layout"; export function AnomalyPage({ id }: { id: number }) { return <Page title={"AnomalyPage " + id}>…</Page>; }
