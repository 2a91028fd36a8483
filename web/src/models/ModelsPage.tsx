import { Page } from "../ui/layout"; export function ModelsPage() { return <Page title="ModelsPage">…</Page>; }
