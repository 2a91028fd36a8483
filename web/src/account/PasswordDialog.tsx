import { useState, type ReactNode } from "react";
import { useAction } from "../api/useAction";
import { useMe } from "../auth/SessionContext";
import { Dialog } from "../ui/Dialog";
import { fieldError, remainingError } from "../ui/formErrors";
import { PasswordField } from "../ui/PasswordField";
import { ErrorState } from "../ui/states";

interface PasswordDialogProps {
    title: string;
    /** What the button says. */
    action: string;
    isDanger?: boolean;
    children: ReactNode;
    act: (password: string) => Promise<void>;
    close: () => void;
}

/** Asks for the password again before something that an open screen must not be enough for. */
export function PasswordDialog({ title, action, isDanger, children, act, close }: PasswordDialogProps) {
    const { user } = useMe();
    const [password, setPassword] = useState("");
    const run = useAction(() => act(password));
    const error = remainingError(run.error, ["password"]);
    return (
        <Dialog title={title} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="password-dialog" className={isDanger ? "button button-danger" : "button button-primary"} disabled={password === "" || run.isRunning}>{action}</button>
            </>
        }>
            <form id="password-dialog" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void run.run().then((isDone) => { if (isDone) close(); });
            }}>
                <p>{children}</p>
                <input type="email" name="email" autoComplete="username" value={user.email} readOnly hidden />
                <PasswordField label="Your password" autoComplete="current-password" autoFocus value={password} change={setPassword} error={fieldError(run.error, "password")} />
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
