import { useState } from "react";
import { ask } from "../api/client";
import type { Me } from "../api/identity";
import { useAction } from "../api/useAction";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";

/** The code of the authenticator app, or one of the recovery codes. */
export function SecondFactorForm({ challenge, lead = "Your password is right. ", done, back }: { challenge: string; lead?: string; done: (me: Me) => void; back: () => void }) {
    const [isRecovery, setRecovery] = useState(false);
    const [code, setCode] = useState("");
    const confirm = useAction(async () => done(await ask("POST /auth/login/second-factor", { body: { challenge, code: code.replace(/\s/g, "") } })));
    const error = remainingError(confirm.error, ["code"]);
    const turn = () => {
        setRecovery(!isRecovery);
        setCode("");
        confirm.forget();
    };
    return (
        <form className="auth-form" onSubmit={(event) => {
            event.preventDefault();
            void confirm.run();
        }}>
            <p>{isRecovery ? "Each of the recovery codes that you kept works once." : `${lead}Now the six digits that your authenticator app shows.`}</p>
            {isRecovery ? (
                <TextField key="recovery" label="Recovery code" name="recovery-code" autoComplete="off" autoCapitalize="none" spellCheck={false} required maxLength={64} autoFocus value={code} change={setCode} error={fieldError(confirm.error, "code")} />
            ) : (
                <TextField key="code" label="Code" name="code" className="input input-code" inputMode="numeric" autoComplete="one-time-code" pattern="[0-9 ]{6,7}" title="six digits" required maxLength={7} autoFocus value={code} change={setCode}
                    error={fieldError(confirm.error, "code")} />
            )}
            {error && <ErrorState compact error={error} />}
            <button type="submit" className="button button-primary button-wide" disabled={confirm.isRunning}>{confirm.isRunning ? "Looking…" : "Go on"}</button>
            <p className="auth-links">
                <button type="button" className="link-button" onClick={turn}>{isRecovery ? "Use the authenticator app" : "Use a recovery code"}</button>
                <button type="button" className="link-button" onClick={back}>Begin again</button>
            </p>
        </form>
    );
}
