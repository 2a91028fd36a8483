import { useState } from "react";
import { downloadText } from "../api/download";
import { useMe } from "../auth/SessionContext";
import { CopyButton } from "../ui/CopyButton";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";

/** The recovery codes, this once: to be copied, printed or kept as a file before it closes. */
export function RecoveryCodesDialog({ codes, close }: { codes: string[]; close: () => void }) {
    const { user } = useMe();
    const [isKept, setKept] = useState(false);
    const text = `UrbanGrid recovery codes of ${user.email}\nEach works once, in place of the authenticator app's code.\n\n${codes.join("\n")}\n`;
    return (
        <Dialog title="Your recovery codes" isFirm close={close} actions={<button type="button" className="button button-primary" disabled={!isKept} onClick={close}>Done</button>}>
            <div className="stack">
                <p>Each works once, when you do not have your authenticator app. They are shown now and never again: keep them where your password is not.</p>
                <div className="printable">
                    <p className="print-only">UrbanGrid recovery codes of {user.email}. Each works once.</p>
                    <ul className="recovery-codes" data-testid="recovery-codes">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
                </div>
                <div className="form-actions">
                    <CopyButton text={text} what="the codes" />
                    <button type="button" className="button button-small" onClick={() => window.print()}><Icon name="print" size={15} /> Print</button>
                    <button type="button" className="button button-small" onClick={() => downloadText(text, "urbangrid-recovery-codes.txt")}><Icon name="download" size={15} /> Download</button>
                </div>
                <label className="toggle"><input type="checkbox" checked={isKept} onChange={(event) => setKept(event.target.checked)} /> I have kept them</label>
            </div>
        </Dialog>
    );
}
