import { Page } from "../ui/layout"; export function JobsPage() { return <Page title="JobsPage">…</Page>; }
