import { useState } from "react";
import { ask } from "../api/client";
import type { SecondFactorEnrolment } from "../api/identity";
import { useAction } from "../api/useAction";
import { CopyButton } from "../ui/CopyButton";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";
import { QrCode } from "./QrCode";

interface EnrolmentFormProps {
    enrolment: SecondFactorEnrolment;
    done: (recoveryCodes: string[]) => void;
    cancel: () => void;
}

/** The secret, as a picture for the app's camera and as text, and a first code that proves it arrived. */
export function EnrolmentForm({ enrolment, done, cancel }: EnrolmentFormProps) {
    const [code, setCode] = useState("");
    const confirm = useAction(async () => done((await ask("POST /me/second-factor/confirm", { body: { code: code.replace(/\s/g, "") } })).recoveryCodes));
    const error = remainingError(confirm.error, ["code"]);
    return (
        <form className="stack" onSubmit={(event) => {
            event.preventDefault();
            void confirm.run();
        }}>
            <p>Take this in with your authenticator app, then enter the six digits that it shows.</p>
            <div className="enrolment">
                <QrCode text={enrolment.uri} label="QR code of the secret for your authenticator app" />
                <div className="stack">
                    <div>
                        <p className="form-note">Or enter the secret by hand:</p>
                        <p className="secret"><code data-testid="totp-secret">{enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code> <CopyButton text={enrolment.secret} what="the secret" /></p>
                    </div>
                    <TextField label="Code" name="code" className="input input-code" inputMode="numeric" autoComplete="one-time-code" pattern="[0-9 ]{6,7}" title="six digits" required maxLength={7} autoFocus value={code} change={setCode} error={fieldError(confirm.error, "code")} />
                </div>
            </div>
            {error && <ErrorState compact error={error} />}
            <div className="form-actions">
                <button type="submit" className="button button-primary" disabled={confirm.isRunning}>Turn it on</button>
                <button type="button" className="button" onClick={cancel}>Cancel</button>
            </div>
        </form>
    );
}
