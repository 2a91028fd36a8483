import { useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { Invitation } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { useFresh } from "../../api/useFresh";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatDateTime } from "../../format/time";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Badge, Card, type Tone } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, ErrorState, Pending, Skeleton } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { useRoles } from "../roles/useRoles";
import { SettingsPage } from "../SettingsPage";
import { InviteButton } from "./InviteButton";

type InvitationState = "open" | "accepted" | "revoked" | "expired";

const states: Record<InvitationState, { tone: Tone; label: string }> = {
    open: { tone: "info", label: "Open" }, accepted: { tone: "good", label: "Accepted" }, revoked: { tone: "neutral", label: "Taken back" }, expired: { tone: "warning", label: "Expired" },
};

export function invitationState({ acceptedAt, revokedAt, expiresAt }: Invitation, now: number): InvitationState {
    if (acceptedAt !== null) return "accepted";
    if (revokedAt !== null) return "revoked";
    return epoch(expiresAt) > now ? "open" : "expired";
}

const refresh = () => invalidate(["GET /invitations"]);

/** Who was asked to join, and what became of it. */
export function InvitationsPage() {
    const mayWrite = useMay("users.write");
    const paging = usePaging("invitations");
    const page = { query: { limit: 50, cursor: paging.cursor } };
    const list = useResource("GET /invitations", page);
    useFresh("GET /invitations", page);
    const [revoking, setRevoking] = useState<Invitation | null>(null);
    return (
        <SettingsPage title="Invitations" lead="An invitation is good for a week, once, and only for whoever has its mailbox." actions={mayWrite && <InviteButton />}>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={6} />}>
                    {({ invitations, nextCursor }) => (
                        <>
                            {invitations.length === 0 ? <Empty title="Nobody was invited yet">{mayWrite ? "Invite the first colleague by their e-mail address." : ""}</Empty>
                                : <InvitationTable invitations={invitations} mayWrite={mayWrite} revoke={setRevoking} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={invitations.length} what="invitations" />}
                        </>
                    )}
                </Pending>
            </Card>
            {revoking && (
                <ConfirmDialog title="Take the invitation back?" action="Take it back" close={() => setRevoking(null)} act={async () => {
                    await ask("DELETE /invitations/{id}", { path: { id: revoking.id } });
                    refresh();
                }}>
                    <p>The link that {revoking.email} got is good no more.</p>
                </ConfirmDialog>
            )}
        </SettingsPage>
    );
}

function InvitationTable({ invitations, mayWrite, revoke }: { invitations: Invitation[]; mayWrite: boolean; revoke: (invitation: Invitation) => void }) {
    const timeZone = useTimeZone();
    const { nameOf } = useRoles();
    const [now] = useState(() => Date.now() / 1000);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Invitations">
            <table data-testid="invitations">
                <caption className="visually-hidden">Invitations, newest first</caption>
                <thead><tr><th scope="col">Address</th><th scope="col">Role</th><th scope="col">State</th><th scope="col">Sent</th><th scope="col">Good until</th>{mayWrite && <th scope="col" className="cell-actions"><span className="visually-hidden">Actions</span></th>}</tr></thead>
                <tbody>
                    {invitations.map((invitation) => {
                        const state = invitationState(invitation, now);
                        return (
                            <tr key={invitation.id}>
                                <th scope="row">{invitation.email}</th>
                                <td>{nameOf(invitation.role)}</td>
                                <td><Badge tone={states[state].tone}>{states[state].label}</Badge></td>
                                <td className="nowrap">{formatDateTime(timeZone, epoch(invitation.createdAt))}</td>
                                <td className="nowrap">{formatDateTime(timeZone, epoch(invitation.expiresAt))}</td>
                                {mayWrite && <td className="cell-actions">{(state === "open" || state === "expired") && <InvitationActions invitation={invitation} revoke={() => revoke(invitation)} />}</td>}
                            </tr>
                        );
                    })}
                </tbody>
            </table>
        </div>
    );
}

function InvitationActions({ invitation, revoke }: { invitation: Invitation; revoke: () => void }) {
    const [isSent, setSent] = useState(false);
    const resend = useAction(async () => {
        await ask("POST /invitations/{id}/resend", { path: { id: invitation.id } });
        setSent(true);
        refresh();
    });
    return (
        <>
            <span className="row-actions">
                <button type="button" className="button button-small" disabled={resend.isRunning || isSent} aria-label={`Send again to ${invitation.email}`} onClick={() => void resend.run()}>{isSent ? "Sent" : "Send again"}</button>
                <button type="button" className="button button-small" aria-label={`Take back the invitation of ${invitation.email}`} onClick={revoke}>Take back…</button>
            </span>
            {resend.error && <ErrorState compact error={resend.error} />}
        </>
    );
}
