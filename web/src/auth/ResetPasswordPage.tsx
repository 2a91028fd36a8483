import { useState } from "react";
import { Link, useRouter } from "../app/router";
import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState } from "../ui/states";
import { AuthPage } from "./AuthPage";
import { NewPasswordField } from "./NewPasswordField";
import { tokenFrom } from "./nextPath";

/** Where the mail leads: a new password, which ends every session of the account. */
export function ResetPasswordPage() {
    const { navigate } = useRouter();
    const [token] = useState(() => tokenFrom(window.location));
    const [password, setPassword] = useState("");
    const minimum = useResource("GET /auth/settings").data?.passwordMinimumLength ?? 12;
    const reset = useAction(async () => {
        if (token === null) return;
        await ask("POST /auth/password/reset", { body: { token, password } });
        navigate("/sign-in?note=reset", { replace: true });
    });
    const error = remainingError(reset.error, ["password"]);
    return (
        <AuthPage title="Choose a new password" lead="Whoever is signed in with the old one is signed out." below={<Link to="/forgot-password">Ask for a new link</Link>}>
            {token === null ? <p className="callout callout-warning">The link lacks its token: it may have been cut in the mail.</p> : (
                <form className="auth-form" onSubmit={(event) => {
                    event.preventDefault();
                    void reset.run();
                }}>
                    <NewPasswordField label="New password" value={password} change={setPassword} minimum={minimum} error={fieldError(reset.error, "password")} />
                    {error && <ErrorState compact error={error} />}
                    <button type="submit" className="button button-primary button-wide" disabled={reset.isRunning || [...password].length < minimum}>{reset.isRunning ? "Saving…" : "Save the password"}</button>
                </form>
            )}
        </AuthPage>
    );
}
