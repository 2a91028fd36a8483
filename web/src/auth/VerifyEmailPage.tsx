import { useEffect, useRef, useState } from "react";
import { Link } from "../app/router";
import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { ErrorState, Skeleton } from "../ui/states";
import { TextField } from "../ui/TextField";
import { AuthPage } from "./AuthPage";
import { tokenFrom } from "./nextPath";
import { ResendMail } from "./ResendMail";

/** Where the link of the mail leads: the address is confirmed at once. */
export function VerifyEmailPage() {
    const [token] = useState(() => tokenFrom(window.location));
    const [isDone, setDone] = useState(false);
    const [email, setEmail] = useState("");
    const [asked, setAsked] = useState<string | null>(null);
    const verify = useAction(async (token: string) => {
        await ask("POST /auth/verify-email", { body: { token } });
        setDone(true);
    });
    const isBegun = useRef(false);
    const { run } = verify;
    useEffect(() => {
        // The token is good for one use.
        if (token === null || isBegun.current) return;
        isBegun.current = true;
        void run(token);
    }, [token, run]);
    const hasFailed = token === null || verify.error !== null;
    return (
        <AuthPage title={isDone ? "The address is confirmed" : hasFailed ? "The address is not confirmed yet" : "Confirming your address"}>
            {isDone && <p><Link className="button button-primary button-wide" to="/sign-in">Sign in</Link></p>}
            {!isDone && !hasFailed && <Skeleton lines={2} />}
            {hasFailed && (
                <div className="stack">
                    {verify.error ? <ErrorState compact error={verify.error} /> : <p>The link lacks its token: it may have been cut in the mail.</p>}
                    {asked === null ? (
                        <form className="auth-form" onSubmit={(event) => {
                            event.preventDefault();
                            setAsked(email.trim());
                        }}>
                            <TextField label="E-mail address" type="email" name="email" autoComplete="username" required maxLength={254} value={email} change={setEmail} hint="for a new link" />
                            <button type="submit" className="button button-wide">Go on</button>
                        </form>
                    ) : <ResendMail email={asked} />}
                </div>
            )}
        </AuthPage>
    );
}
