import { Page } from "../ui/layout"; export function ZonePage({ id }: { id: number }) { return <Page title={"ZonePage " + id}>…</Page>; }
