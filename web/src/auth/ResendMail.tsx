import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { ErrorState } from "../ui/states";
import { useState } from "react";

/** Another mail that confirms the address, where the first was lost. */
export function ResendMail({ email }: { email: string }) {
    const [isSent, setSent] = useState(false);
    const resend = useAction(async () => {
        await ask("POST /auth/verify-email/resend", { body: { email } });
        setSent(true);
    });
    return (
        <>
            <p role="status">
                {isSent ? "Sent again. Look among unwanted mail as well." : <button type="button" className="button" disabled={resend.isRunning} onClick={() => void resend.run()}>Send the mail again</button>}
            </p>
            {resend.error && <ErrorState compact error={resend.error} />}
        </>
    );
}
