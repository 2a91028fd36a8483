import { Page } from "../ui/layout"; export function AboutPage() { return <Page title="AboutPage">…</Page>; }
