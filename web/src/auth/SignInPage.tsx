import { Link, useRouter } from "../app/router";
import { useResource } from "../api/useResource";
import { paths } from "../api/endpoints";
import { AuthPage } from "./AuthPage";
import { nextPath } from "./nextPath";
import { OtherSignIns } from "./OtherSignIns";
import { useSessionState, useSessionStore } from "./SessionContext";
import { SignInForm } from "./SignInForm";

const notes: Record<string, string> = {
    signedOut: "You have signed out.",
    ended: "Your session has ended.",
    reset: "Your password is changed. Sign in with the new one.",
    made: "Your account is made. Sign in to begin.",
    oidc: "The other service did not sign you in. Try again, or use your password.",
};

/** The way in. Leads back to the address that was asked for. */
export function SignInPage() {
    const { location } = useRouter();
    const store = useSessionStore();
    const state = useSessionState();
    const settings = useResource("authSettings", paths.authSettings());
    const next = nextPath(location.query.get("next"));
    const note = notes[location.query.get("note") ?? (state.kind === "out" ? state.why : "")];
    return (
        <AuthPage title="Sign in" lead={next === "/" ? undefined : "Then you go on where you wanted to."} below={
            settings.data?.registration === "open" ? <>No account yet? <Link to="/sign-up">Create one</Link></>
                : settings.data?.registration === "invite" ? "Accounts here are by invitation: ask an administrator of your utility." : undefined
        }>
            {note && <p className="callout callout-good" role="status">{note}</p>}
            <SignInForm canStay proposedEmail={location.query.get("email") ?? ""} done={(me) => store.begin(me)}>
                <p className="auth-links"><Link to="/forgot-password">Forgot your password?</Link></p>
                <OtherSignIns providers={settings.data?.oidc ?? []} next={next} />
            </SignInForm>
        </AuthPage>
    );
}
