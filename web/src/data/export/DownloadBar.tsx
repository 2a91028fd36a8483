import { useState } from "react";
import { ask, client } from "../../api/client";
import { startDownload } from "../../api/download";
import { useAction } from "../../api/useAction";
import { Icon } from "../../ui/Icon";
import { Card } from "../../ui/layout";
import { ErrorState } from "../../ui/states";
import { exportInput, probeInput, type ExportRequest } from "./exportRequest";

/** The download, after the server said that it would answer: a refusal is words on the page and not a broken file. */
export function DownloadBar({ request, fault, note }: { request: ExportRequest; fault: string | null; note: string }) {
    const path = client.address("GET /exports/readings", exportInput(request));
    const address = window.location.origin + path;
    const [begun, setBegun] = useState<string | null>(null);
    const [copied, setCopied] = useState<string | null>(null);
    const download = useAction(async () => {
        await (await ask("GET /exports/readings", probeInput(request))).arrayBuffer();
        startDownload(path, "");
        setBegun(path);
    });
    const copy = useAction(async () => {
        await navigator.clipboard.writeText(address);
        setCopied(path);
    });
    return (
        <Card title="The file" note={note}>
            {download.error && <ErrorState compact error={download.error} />}
            <div className="download">
                <button type="button" className="button button-primary" disabled={fault !== null || download.isRunning} aria-describedby="export-fault"
                    onClick={() => void download.run()}>
                    <Icon name="download" size={16} /> {download.isRunning ? "Asking…" : "Download"}
                </button>
                <p id="export-fault" role="status" className="muted">
                    {fault ?? (begun === path ? "The download has begun; the browser shows how far it is." : "")}
                </p>
            </div>
            {fault === null && (
                <div className="address">
                    <p className="muted">The same from a script, with an API key:</p>
                    <code data-testid="export-address">curl -OJ -H "Authorization: Bearer $URBANGRID_KEY" '{address}'</code>
                    <button type="button" className="button button-small" onClick={() => void copy.run()}>{copied === path ? "Copied" : "Copy the address"}</button>
                </div>
            )}
        </Card>
    );
}
