import { useEffect, useRef, useState, type DragEvent } from "react";
import { sendFile } from "../../api/sendFile";
import type { UploadWithGuess } from "../../api/types";
import { useAction } from "../../api/useAction";
import { formatBytes } from "../../format/bytes";
import { formatPercent } from "../../format/number";
import { Icon } from "../../ui/Icon";
import { ErrorState } from "../../ui/states";
import { foreignFile } from "./foreignFile";

/** What the server takes at most. */
const largestFile = 2 * 1024 ** 3;

/** Takes a file that is dropped or chosen, and sends it. */
export function DropZone({ sent }: { sent: (upload: UploadWithGuess) => void }) {
    const [isOver, setOver] = useState(false);
    const [sending, setSending] = useState<{ name: string; bytes: number; fraction: number } | null>(null);
    const [fault, setFault] = useState<string | null>(null);
    const input = useRef<HTMLInputElement>(null);
    const stop = useRef<AbortController | null>(null);
    useEffect(() => () => stop.current?.abort(), []);
    const send = useAction(async (file: File) => {
        const controller = new AbortController();
        stop.current = controller;
        const tell = (fraction: number) => setSending({ name: file.name, bytes: file.size, fraction });
        tell(0);
        try {
            const foreign = foreignFile(file.name, await firstBytes(file));
            setFault(foreign);
            if (foreign !== null || controller.signal.aborted) return;
            sent(await sendFile("POST /uploads", tell, { query: { name: file.name.slice(0, 200) }, body: file, signal: controller.signal }));
        } catch (error) {
            if (!controller.signal.aborted) throw error;
        } finally {
            setSending(null);
        }
    });
    const take = (files: FileList | null) => {
        const file = files?.[0];
        if (!file || send.isRunning) return;
        const refusal = refusalOf(files ?? [], file);
        setFault(refusal);
        if (refusal === null) void send.run(file);
        if (input.current) input.current.value = "";
    };
    const drag = (isInside: boolean) => (event: DragEvent) => {
        event.preventDefault();
        setOver(isInside);
    };
    return (
        <section className={isOver ? "dropzone dropzone-over" : "dropzone"} aria-label="Send a file" onDragEnter={drag(true)} onDragOver={drag(true)} onDragLeave={drag(false)}
            onDrop={(event) => {
                drag(false)(event);
                take(event.dataTransfer.files);
            }}>
            <input ref={input} type="file" hidden data-testid="file" accept=".csv,.txt,.tsv,.gz,.xml,text/csv,application/gzip,application/xml" onChange={(event) => take(event.target.files)} />
            {sending ? (
                <div className="job-progress">
                    <p role="status">
                        <strong>{sending.name}</strong>: {sending.fraction < 1 ? `${formatPercent(sending.fraction)} of ${formatBytes(sending.bytes)} sent` : "sent, the server looks at its first lines"}
                    </p>
                    <span className="progress" role="progressbar" aria-label={`Sending ${sending.name}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(sending.fraction * 100)}>
                        <span style={{ width: `${sending.fraction * 100}%` }} />
                    </span>
                    <button type="button" className="button button-small" onClick={() => stop.current?.abort()}>Stop</button>
                </div>
            ) : (
                <>
                    <Icon name="upload" size={26} />
                    <p><strong>Drop a CSV or Green Button file here</strong>, plain or packed with gzip, of at most 2 GiB</p>
                    <button type="button" className="button button-primary" onClick={() => input.current?.click()}>Choose a file</button>
                </>
            )}
            {fault && <p className="form-error" role="alert">{fault}</p>}
            {send.error && <ErrorState compact error={send.error} />}
        </section>
    );
}

/** What cannot be read here is the server's to judge. */
async function firstBytes(file: File): Promise<Uint8Array> {
    try {
        return new Uint8Array(await file.slice(0, 8).arrayBuffer());
    } catch {
        return new Uint8Array();
    }
}

function refusalOf(files: ArrayLike<File>, file: File): string | null {
    if (files.length > 1) return "One file at a time, please.";
    if (file.size === 0) return `${file.name} is empty.`;
    return file.size > largestFile ? `${file.name} has ${formatBytes(file.size)}; at most 2 GiB are taken. Pack it with gzip, or part it.` : null;
}
