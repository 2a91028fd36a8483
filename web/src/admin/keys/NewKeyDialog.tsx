import { useState } from "react";
import type { NewApiKey } from "../../api/identity";
import { CopyButton } from "../../ui/CopyButton";
import { Dialog } from "../../ui/Dialog";

/** A key's text, this once. */
export function NewKeyDialog({ made, close }: { made: NewApiKey; close: () => void }) {
    const [isKept, setKept] = useState(false);
    return (
        <Dialog title={`The key ${made.apiKey.name}`} isFirm isWide close={close} actions={<button type="button" className="button button-primary" disabled={!isKept} onClick={close}>Done</button>}>
            <div className="stack">
                <p>It is shown now and never again: the server keeps only what it needs to recognise it. Put it where your program's secrets are, and nowhere else.</p>
                <p className="secret"><code data-testid="api-key-secret">{made.token}</code> <CopyButton text={made.token} what="the key" /></p>
                <p className="form-note">Programs send it as <code>Authorization: Bearer …</code>; InfluxDB and Telegraf clients as their token.</p>
                <label className="toggle"><input type="checkbox" checked={isKept} onChange={(event) => setKept(event.target.checked)} /> I have kept it</label>
            </div>
        </Dialog>
    );
}
