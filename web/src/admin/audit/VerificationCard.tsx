import { useState } from "react";
import { ask } from "../../api/client";
import type { AuditVerification } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { formatCount } from "../../format/number";
import { Card } from "../../ui/layout";
import { ErrorState } from "../../ui/states";
import { faultTexts } from "./auditText";

/** Walks the log's chain of hashes from its first entry, when somebody asks. */
export function VerificationCard({ log }: { log: "/audit" | "/platform/audit" }) {
    const [found, setFound] = useState<AuditVerification | null>(null);
    const verify = useAction(async () => setFound(await ask(`GET ${log}/verification`, { timeoutMilliseconds: 300_000 })));
    return (
        <Card title="Is the log whole?" note="each entry's hash is made of its fields and of the hash before it" actions={
            <button type="button" className="button button-small" disabled={verify.isRunning} onClick={() => void verify.run()}>{verify.isRunning ? "Verifying…" : "Verify the log"}</button>
        }>
            <div role="status" data-testid="verification">
                {verify.error ? <ErrorState compact error={verify.error} /> : found === null ? <p className="muted">Verify the log to know. Noting its last hash elsewhere shows later that nothing was cut off its end.</p>
                    : found.fault ? (
                        <div className="callout callout-warning"><strong>Entry no. {found.fault.number} is not as it was:</strong> {faultTexts[found.fault.kind] ?? found.fault.kind}. {formatCount(found.entries)} entries are sound. Keep the database as it is and find out who could write to it.</div>
                    ) : (
                        <div className="callout callout-good">
                            <strong>All {formatCount(found.entries)} entries are sound.</strong>{" "}
                            {found.notedThrough > 0 ? `Up to no. ${found.notedThrough} they were held against hashes noted before; whether any are missing after the last of these, nobody can say.` : "No hash was noted before, so nobody can say whether entries are missing at the end."}
                            {found.head && <> The last: <code>{found.head}</code></>}
                        </div>
                    )}
            </div>
        </Card>
    );
}
