import { useState } from "react";
import { Link, useRouter } from "../app/router";
import { useResource } from "../api/useResource";
import { AuthPage } from "./AuthPage";
import { nextFrom, tokenFrom } from "./nextPath";
import { OtherSignIns } from "./OtherSignIns";
import { useSessionState, useSessionStore } from "./SessionContext";
import { SecondFactorForm } from "./SecondFactorForm";
import { SignInForm } from "./SignInForm";

const notes: Record<string, string> = {
    signedOut: "You have signed out.",
    ended: "Your session has ended.",
    reset: "Your password is changed. Sign in with the new one.",
    made: "Your account is made. Sign in to begin.",
};

/** Why another service brought nobody in; the server's redirect names it. */
const faults: Record<string, string> = {
    oidcExpired: "That took too long, or began in another browser. Try again.",
    oidcRefused: "The other service did not let you in. Try again, or use your password.",
    oidcUnavailable: "The other service cannot be reached at the moment. Try again later, or use your password.",
    oidcNotAllowed: "There is no account here that the other service may let you into. Ask an administrator of your utility for an invitation, or use your password.",
    oidcOtherDomain: "The other service may only let in people with a verified e-mail address of your utility's domains. Sign in there with another account, or use your password.",
    oidcTooMany: "Too many attempts from where you are. Wait some minutes, then try again.",
};

/** The way in. Leads back to the address that was asked for. */
export function SignInPage() {
    const { location } = useRouter();
    const store = useSessionStore();
    const state = useSessionState();
    const settings = useResource("GET /auth/settings");
    const next = nextFrom(window.location);
    const fault = faults[location.query.get("note") ?? ""];
    const [challenge, setChallenge] = useState(tokenFrom(window.location, "challenge"));
    const note = notes[location.query.get("note") ?? (state.kind === "out" ? state.why : "")];
    return (
        <AuthPage title="Sign in" lead={next === "/" ? undefined : "Then you go on where you wanted to."} below={
            settings.data?.registration === "open" ? <>No account yet? <Link to="/sign-up">Create one</Link></>
                : settings.data?.registration === "invite" ? "Accounts here are by invitation: ask an administrator of your utility." : undefined
        }>
            {fault && <p className="callout callout-warning" role="alert">{fault}</p>}
            {note && <p className="callout callout-good" role="status">{note}</p>}
            {challenge !== null ? <SecondFactorForm challenge={challenge} lead="The other service knows you. " done={(me) => store.begin(me)} back={() => setChallenge(null)} /> : <SignInForm canStay proposedEmail={location.query.get("email") ?? ""} done={(me) => store.begin(me)}>
                <p className="auth-links"><Link to="/forgot-password">Forgot your password?</Link></p>
                {/* The server and the service keep addresses: what is behind the # of this one is a token and stays here. */}
                <OtherSignIns providers={settings.data?.oidc ?? []} next={next.split("#")[0] ?? "/"} />
            </SignInForm>}
        </AuthPage>
    );
}
