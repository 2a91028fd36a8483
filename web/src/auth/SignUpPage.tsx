import { useState } from "react";
import { Link, useRouter } from "../app/router";
import { ask } from "../api/client";
import type { AuthSettings, InvitationPreview } from "../api/identity";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState, Pending, Skeleton } from "../ui/states";
import { TextField } from "../ui/TextField";
import { AuthPage } from "./AuthPage";
import { NewPasswordField } from "./NewPasswordField";
import { signInForInvitation, tokenFrom } from "./nextPath";
import { ResendMail } from "./ResendMail";
import { useInvitation } from "./useInvitation";

/** An account of one's own: for anybody where registration is open, else for who was invited. */
export function SignUpPage() {
    const [invitation] = useState(() => tokenFrom(window.location, "invitation"));
    const settings = useResource("GET /auth/settings");
    const preview = useInvitation(invitation);
    return (
        <AuthPage title="Create an account" below={<>You have one? <Link to={invitation ? signInForInvitation(invitation) : "/sign-in"}>Sign in</Link></>}>
            <Pending resource={settings} skeleton={<Skeleton lines={5} />}>
                {(data) => {
                    if (invitation !== null) return <Pending resource={preview}>{(found) => <SignUpForm settings={data} invitation={{ token: invitation, preview: found }} />}</Pending>;
                    if (data.registration === "open") return <SignUpForm settings={data} />;
                    return <p className="callout">{data.registration === "invite" ? "Accounts here are by invitation. Ask an administrator of your utility to invite you; the mail leads to this page." : "No accounts are made here. Ask whoever runs this installation."}</p>;
                }}
            </Pending>
        </AuthPage>
    );
}

function SignUpForm({ settings, invitation }: { settings: AuthSettings; invitation?: { token: string; preview: InvitationPreview } }) {
    const { navigate } = useRouter();
    const [name, setName] = useState("");
    const [email, setEmail] = useState(invitation?.preview.email ?? "");
    const [password, setPassword] = useState("");
    const [isSent, setSent] = useState(false);
    const register = useAction(async () => {
        await ask("POST /auth/register", { body: { email: email.trim(), name: name.trim(), password, ...(invitation ? { invitation: invitation.token } : {}) } });
        if (invitation) navigate(`/sign-in?note=made&email=${encodeURIComponent(email.trim())}`, { replace: true });
        else setSent(true);
    });
    const error = remainingError(register.error, ["name", "email", "password"]);
    if (isSent) {
        return (
            <div className="stack" role="status">
                <p>A mail is on its way to <strong>{email.trim()}</strong>. The link in it confirms the address; it holds for a day.</p>
                <ResendMail email={email.trim()} />
            </div>
        );
    }
    return (
        <form className="auth-form" onSubmit={(event) => {
            event.preventDefault();
            void register.run();
        }}>
            {invitation && <p>{invitation.preview.invitedBy ?? "An administrator"} invites you to <strong>{invitation.preview.tenantName}</strong> as {invitation.preview.roleName}.</p>}
            <TextField label="Name" name="name" autoComplete="name" required maxLength={100} value={name} change={setName} error={fieldError(register.error, "name")} hint="as others of your utility know you" />
            <TextField label="E-mail address" type="email" name="email" autoComplete="username" required maxLength={254} value={email} change={setEmail} readOnly={invitation !== undefined} error={fieldError(register.error, "email")} />
            <NewPasswordField value={password} change={setPassword} minimum={settings.passwordMinimumLength} error={fieldError(register.error, "password")} />
            {error && <ErrorState compact error={error} />}
            <button type="submit" className="button button-primary button-wide" disabled={register.isRunning || [...password].length < settings.passwordMinimumLength}>{register.isRunning ? "Creating…" : "Create the account"}</button>
        </form>
    );
}
