import { useState } from "react";
import { invalidate } from "../api/cached";
import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { NewPasswordField } from "../auth/NewPasswordField";
import { useMe } from "../auth/SessionContext";
import { fieldError, remainingError } from "../ui/formErrors";
import { PasswordField } from "../ui/PasswordField";
import { ErrorState } from "../ui/states";

const empty = { current: "", next: "" };

export function PasswordForm() {
    const { user } = useMe();
    const minimum = useResource("GET /auth/settings").data?.passwordMinimumLength ?? 12;
    const [draft, setDraft] = useState(empty);
    const [isSaved, setSaved] = useState(false);
    const save = useAction(async () => {
        await ask("POST /me/password", { body: { currentPassword: draft.current, newPassword: draft.next } });
        setDraft(empty);
        setSaved(true);
        invalidate(["GET /me/sessions"]);
    });
    const set = (changes: Partial<typeof draft>) => {
        setDraft({ ...draft, ...changes });
        setSaved(false);
    };
    const error = remainingError(save.error, ["currentPassword", "newPassword"]);
    return (
        <form className="auth-form" onSubmit={(event) => {
            event.preventDefault();
            void save.run();
        }}>
            {/* Password managers learn from it whose password this is. */}
            <input type="email" name="email" autoComplete="username" value={user.email} readOnly hidden />
            <PasswordField label="Current password" name="current-password" autoComplete="current-password" value={draft.current} change={(current) => set({ current })} error={fieldError(save.error, "currentPassword")} />
            <NewPasswordField label="New password" value={draft.next} change={(next) => set({ next })} minimum={minimum} error={fieldError(save.error, "newPassword")} />
            {error && <ErrorState compact error={error} />}
            <div className="form-actions">
                <button type="submit" className="button button-primary" disabled={draft.current === "" || [...draft.next].length < minimum || save.isRunning}>Change the password</button>
                <p role="status" className="muted">{isSaved ? "Changed. Your other sessions have ended." : ""}</p>
            </div>
        </form>
    );
}
