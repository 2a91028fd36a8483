import { useState, type ReactNode } from "react";
import type { Confirmation } from "../api/identity";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { OtherSignIns } from "../auth/OtherSignIns";
import { useMe } from "../auth/SessionContext";
import { Dialog } from "../ui/Dialog";
import { fieldError, remainingError } from "../ui/formErrors";
import { PasswordField } from "../ui/PasswordField";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";

interface IdentityDialogProps {
    title: string;
    /** What the button says. */
    action: string;
    isDanger?: boolean;
    children: ReactNode;
    /** Sends what confirms who asks along with the request. */
    act: (confirmation: Confirmation) => Promise<void>;
    close: () => void;
}

/**
 * Asks whether it is really them, before something that an open screen must not be enough for: the password; a code of
 * whoever has none but an authenticator; with neither, a sign-in that is a moment old.
 */
export function IdentityDialog({ title, action, isDanger, children, act, close }: IdentityDialogProps) {
    const { user } = useMe();
    const [password, setPassword] = useState("");
    const [code, setCode] = useState("");
    const way = user.hasPassword ? "password" : user.hasSecondFactor ? "code" : "signIn";
    const run = useAction(() => act(way === "password" ? { password } : way === "code" ? { code: code.trim() } : {}));
    const isReady = way === "password" ? password !== "" : way === "code" ? code.trim() !== "" : true;
    const error = remainingError(run.error, ["password", "code"]);
    return (
        <Dialog title={title} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="identity-dialog" className={isDanger ? "button button-danger" : "button button-primary"} disabled={!isReady || run.isRunning}>{action}</button>
            </>
        }>
            <form id="identity-dialog" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void run.run().then((isDone) => { if (isDone) close(); });
            }}>
                <p>{children}</p>
                {way === "password" && (
                    <>
                        <input type="email" name="email" autoComplete="username" value={user.email} readOnly hidden />
                        <PasswordField label="Your password" autoComplete="current-password" autoFocus value={password} change={setPassword} error={fieldError(run.error, "password")} />
                    </>
                )}
                {way === "code" && (
                    <TextField label="Code" hint="of your authenticator app, or a recovery code" autoComplete="one-time-code" autoFocus value={code} change={setCode} error={fieldError(run.error, "code")} />
                )}
                {error && <ErrorState compact error={error} />}
                {way === "signIn" && <FreshSignIn isNeeded={error?.status === 403} />}
            </form>
        </Dialog>
    );
}

/** For whoever signs in by another service alone. */
function FreshSignIn({ isNeeded }: { isNeeded: boolean }) {
    const settings = useResource("GET /auth/settings");
    if (!isNeeded) return <p className="muted">You have no password here, so your last sign-in has to be at most a quarter of an hour old.</p>;
    return <OtherSignIns isAlone providers={settings.data?.oidc ?? []} next={window.location.pathname} />;
}
