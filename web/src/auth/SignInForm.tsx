import { useState, type ReactNode } from "react";
import { ask } from "../api/client";
import type { Me } from "../api/identity";
import { useAction } from "../api/useAction";
import { ErrorState } from "../ui/states";
import { fieldError, remainingError } from "../ui/formErrors";
import { PasswordField } from "../ui/PasswordField";
import { TextField } from "../ui/TextField";
import { ResendMail } from "./ResendMail";
import { SecondFactorForm } from "./SecondFactorForm";

interface SignInFormProps {
    /** Whoever worked here; they alone can go on. */
    fixedEmail?: string;
    /** An address that is likely theirs. */
    proposedEmail?: string;
    /** Offered where the session begins anew. */
    canStay?: boolean;
    done: (me: Me) => void;
    /** Other ways in, for as long as nothing was entered that counts. */
    children?: ReactNode;
}

/** Address and password, then the second factor where the account has one. */
export function SignInForm({ fixedEmail, proposedEmail = "", canStay = false, done, children }: SignInFormProps) {
    const [email, setEmail] = useState(fixedEmail ?? proposedEmail);
    const [password, setPassword] = useState("");
    const [stays, setStays] = useState(false);
    const [challenge, setChallenge] = useState<string | null>(null);
    const signIn = useAction(async () => {
        const answer = await ask("POST /auth/login", { body: { email: email.trim(), password, ...(canStay ? { isPersistent: stays } : {}) } });
        if ("secondFactor" in answer) setChallenge(answer.challenge);
        else done(answer);
    });
    if (challenge !== null) {
        return <SecondFactorForm challenge={challenge} done={done} back={() => {
            setChallenge(null);
            setPassword("");
        }} />;
    }
    const error = remainingError(signIn.error, ["email", "password"]);
    return (
        <>
            <form className="auth-form" onSubmit={(event) => {
                event.preventDefault();
                void signIn.run();
            }}>
                <TextField label="E-mail address" type="email" name="email" autoComplete="username" required maxLength={254} value={email} change={setEmail} readOnly={fixedEmail !== undefined}
                    autoFocus={email === ""} error={fieldError(signIn.error, "email")} />
                <PasswordField label="Password" autoComplete="current-password" value={password} change={setPassword} autoFocus={email !== ""} error={fieldError(signIn.error, "password")} />
                {canStay && <label className="toggle"><input type="checkbox" checked={stays} onChange={(event) => setStays(event.target.checked)} /> Stay signed in on this device</label>}
                {error && <ErrorState compact error={error} />}
                {signIn.error?.status === 403 && <ResendMail email={email.trim()} />}
                <button type="submit" className="button button-primary button-wide" disabled={signIn.isRunning}>{signIn.isRunning ? "Signing in…" : "Sign in"}</button>
            </form>
            {children}
        </>
    );
}
