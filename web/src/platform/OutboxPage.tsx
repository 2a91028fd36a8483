import { invalidate } from "../api/cached";
import type { Mail } from "../api/identity";
import { useResource } from "../api/useResource";
import { useTimeZone } from "../city/CityContext";
import { epoch, formatDateTime } from "../format/time";
import { Badge, Card } from "../ui/layout";
import { Linked } from "../ui/Linked";
import { Pager } from "../ui/Pager";
import { Empty, Pending, Skeleton } from "../ui/states";
import { usePaging } from "../ui/usePaging";
import { PlatformPage } from "./PlatformPage";

/** The mails of this installation. Without a mail server they go nowhere else, and are read here. */
export function OutboxPage() {
    const paging = usePaging("outbox");
    const list = useResource("GET /platform/outbox", { query: { limit: 25, cursor: paging.cursor } });
    return (
        <PlatformPage title="Outbox" lead="Mails that this installation has written: confirmations, invitations, new passwords. Where no mail server is set up, they are read here and nowhere else. Their links let somebody in: whoever reads them can take over an account. That you looked is in the platform's log." actions={
            <button type="button" className="button" onClick={() => invalidate(["GET /platform/outbox"])}>Look again</button>
        }>
            <Pending resource={list} skeleton={<Skeleton lines={8} />}>
                {({ mails, nextCursor }) => (
                    <div className="stack">
                        {mails.length === 0 && <Card><Empty title="No mail was written yet" /></Card>}
                        {mails.map((mail) => <MailCard key={mail.id} mail={mail} />)}
                        {(nextCursor !== null || paging.page > 1) && <Card flush><Pager paging={paging} nextCursor={nextCursor} shown={mails.length} what="mails" /></Card>}
                    </div>
                )}
            </Pending>
        </PlatformPage>
    );
}

function MailCard({ mail }: { mail: Mail }) {
    const timeZone = useTimeZone();
    return (
        <Card title={mail.subject} note={`to ${mail.recipient}, ${formatDateTime(timeZone, epoch(mail.createdAt))}`} actions={
            mail.sentAt ? <Badge tone="good">Handed on</Badge> : mail.error ? <Badge tone="critical">Failed {mail.attempts} times</Badge> : <Badge>Waits</Badge>
        }>
            {mail.error && <p className="callout callout-warning">{mail.error}</p>}
            <p className="mail-body"><Linked text={mail.body} /></p>
        </Card>
    );
}
