import { useState } from "react";
import { Link } from "../app/router";
import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";
import { AuthPage } from "./AuthPage";

/** Asks for a mail that leads to a new password. The answer is the same whether or not there is such an account. */
export function ForgotPasswordPage() {
    const [email, setEmail] = useState("");
    const [isSent, setSent] = useState(false);
    const forget = useAction(async () => {
        await ask("POST /auth/password/forgot", { body: { email: email.trim() } });
        setSent(true);
    });
    const error = remainingError(forget.error, ["email"]);
    return (
        <AuthPage title={isSent ? "Look into your mail" : "Forgot your password?"} below={<Link to="/sign-in">Back to the sign-in</Link>}>
            {isSent ? (
                <p role="status">If there is an account of <strong>{email.trim()}</strong>, a mail with a link to choose a new password is on its way. The link holds for an hour.</p>
            ) : (
                <form className="auth-form" onSubmit={(event) => {
                    event.preventDefault();
                    void forget.run();
                }}>
                    <TextField label="E-mail address" type="email" name="email" autoComplete="username" required maxLength={254} autoFocus value={email} change={setEmail} hint="a link to choose a new password is sent there" error={fieldError(forget.error, "email")} />
                    {error && <ErrorState compact error={error} />}
                    <button type="submit" className="button button-primary button-wide" disabled={forget.isRunning}>{forget.isRunning ? "Sending…" : "Send the link"}</button>
                </form>
            )}
        </AuthPage>
    );
}
