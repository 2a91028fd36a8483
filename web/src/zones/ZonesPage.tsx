import { Page } from "../ui/layout"; export function ZonesPage() { return <Page title="ZonesPage">…</Page>; }
