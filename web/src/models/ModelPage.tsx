import { Page } from "../ui/layout"; export function ModelPage({ id }: { id: number }) { return <Page title={"ModelPage " + id}>…</Page>; }
