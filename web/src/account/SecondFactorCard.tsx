import { useState } from "react";
import { ask } from "../api/client";
import type { SecondFactorEnrolment } from "../api/identity";
import { useMe, useSessionStore } from "../auth/SessionContext";
import { Badge, Card } from "../ui/layout";
import { EnrolmentForm } from "./EnrolmentForm";
import { IdentityDialog } from "./IdentityDialog";
import { RecoveryCodesDialog } from "./RecoveryCodesDialog";

/** The authenticator app: set up, new recovery codes, turned off. */
export function SecondFactorCard() {
    const store = useSessionStore();
    const { user, secondFactorRequired } = useMe();
    const [enrolment, setEnrolment] = useState<SecondFactorEnrolment | null>(null);
    const [codes, setCodes] = useState<string[] | null>(null);
    const [asking, setAsking] = useState<"begin" | "codes" | "disable" | null>(null);
    const setOn = (hasSecondFactor: boolean) => store.update((me) => ({ ...me, user: { ...me.user, hasSecondFactor } }));
    return (
        <Card title="Second factor" actions={<Badge tone={user.hasSecondFactor ? "good" : "neutral"}>{user.hasSecondFactor ? "On" : "Off"}</Badge>}>
            {user.hasSecondFactor ? (
                <div className="stack">
                    <p>A sign-in asks for a code of your authenticator app as well. When you have lost it, a recovery code takes its place.</p>
                    <div className="form-actions">
                        <button type="button" className="button" onClick={() => setAsking("codes")}>New recovery codes…</button>
                        <button type="button" className="button button-danger" onClick={() => setAsking("disable")}>Turn off…</button>
                    </div>
                </div>
            ) : enrolment === null ? (
                <div className="stack">
                    {secondFactorRequired && <p><strong>It is asked of you here: nothing else is open before it is set up.</strong></p>}
                    <p>With it, your password alone opens nothing: a sign-in asks for six digits that an app on your phone shows. Any app for one-time codes does (TOTP).</p>
                    <p><button type="button" className="button button-primary" onClick={() => setAsking("begin")}>Set it up…</button></p>
                </div>
            ) : (
                <EnrolmentForm enrolment={enrolment} cancel={() => setEnrolment(null)} done={(given) => {
                    setEnrolment(null);
                    setCodes(given);
                    setOn(true);
                    // What was closed for want of it is open now.
                    if (secondFactorRequired) void ask("GET /me").then((me) => store.update(() => me), () => undefined);
                }} />
            )}
            {codes && <RecoveryCodesDialog codes={codes} close={() => setCodes(null)} />}
            {asking === "begin" && (
                <IdentityDialog title="Set up a second factor" action="Go on" close={() => setAsking(null)}
                    act={async (confirmation) => setEnrolment(await ask("POST /me/second-factor", { body: confirmation }))}>
                    Once it is on, you are signed out everywhere else.
                </IdentityDialog>
            )}
            {asking === "codes" && (
                <IdentityDialog title="New recovery codes" action="Make new codes" close={() => setAsking(null)}
                    act={async (confirmation) => setCodes((await ask("POST /me/second-factor/recovery-codes", { body: confirmation })).recoveryCodes)}>
                    The codes that you have now stop working.
                </IdentityDialog>
            )}
            {asking === "disable" && (
                <IdentityDialog title="Turn the second factor off" action="Turn it off" isDanger close={() => setAsking(null)}
                    act={async (confirmation) => {
                        await ask("POST /me/second-factor/disable", { body: confirmation });
                        setOn(false);
                    }}>
                    {user.hasPassword ? "Your password alone opens the account then." : "The service that you sign in with alone opens the account then."}
                </IdentityDialog>
            )}
        </Card>
    );
}
