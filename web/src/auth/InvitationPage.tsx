import { useState } from "react";
import { Link, useRouter } from "../app/router";
import { ask } from "../api/client";
import type { InvitationPreview } from "../api/identity";
import { useAction } from "../api/useAction";
import { ErrorState, Pending } from "../ui/states";
import { AuthPage } from "./AuthPage";
import { signInForInvitation, tokenFrom } from "./nextPath";
import { useSessionState, useSessionStore } from "./SessionContext";
import { useInvitation } from "./useInvitation";

/** What an invitation's link leads to: who invites, to what, and the ways to accept. */
export function InvitationPage() {
    const [token] = useState(() => tokenFrom(window.location));
    const preview = useInvitation(token);
    return (
        <AuthPage title={preview.data ? `Join ${preview.data.tenantName}` : "Invitation"}>
            {token === null ? <p className="callout callout-warning">The link lacks its token. It may have been cut in the mail, or another service has brought you here: open the link in the mail once more.</p>
                : preview.error?.isNotFound ? <p className="callout callout-warning">This invitation does not hold any more: it was used, taken back or is too old. Ask for another.</p>
                : <Pending resource={preview}>{(data) => <Invitation token={token} invitation={data} />}</Pending>}
        </AuthPage>
    );
}

function Invitation({ token, invitation }: { token: string; invitation: InvitationPreview }) {
    const { navigate } = useRouter();
    const store = useSessionStore();
    const state = useSessionState();
    const here = `/invitation#token=${token}`;
    const accept = useAction(async () => {
        store.begin(await ask("POST /auth/invitation/accept", { body: { token } }));
        navigate("/", { replace: true });
    });
    const leave = useAction(async () => {
        await store.signOut();
        navigate(here, { replace: true });
    });
    return (
        <div className="stack">
            <p>{invitation.invitedBy ?? "An administrator"} invites <strong>{invitation.email}</strong> to {invitation.tenantName} as {invitation.roleName}.</p>
            {state.kind !== "in" ? (
                <>
                    <Link className="button button-primary button-wide" to={`/sign-up#invitation=${token}`}>Create an account</Link>
                    <Link className="button button-wide" to={signInForInvitation(token, invitation.email)}>I have an account</Link>
                </>
            ) : state.me.user.email.toLowerCase() === invitation.email.toLowerCase() ? (
                <button type="button" className="button button-primary button-wide" disabled={accept.isRunning} onClick={() => void accept.run()}>Accept</button>
            ) : (
                <>
                    <p className="callout callout-warning">You are signed in as {state.me.user.email}. The invitation is for another address.</p>
                    <button type="button" className="button button-wide" disabled={leave.isRunning} onClick={() => void leave.run()}>Sign out and go on</button>
                </>
            )}
            {(accept.error ?? leave.error) && <ErrorState compact error={(accept.error ?? leave.error)!} />}
        </div>
    );
}
