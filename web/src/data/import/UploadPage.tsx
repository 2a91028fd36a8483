import { useEffect, useState } from "react";
import { NotFound } from "../../app/NotFound";
import { Link, useRouter } from "../../app/router";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { ReadingsMapping, UploadReport, UploadWithGuess } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useCity } from "../../city/CityContext";
import { formatBytes } from "../../format/bytes";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { JobProgress } from "../../jobs/JobProgress";
import { Icon } from "../../ui/Icon";
import { Badge, Card } from "../../ui/layout";
import { ErrorState, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { cleaned, emptyMapping, mappingFault } from "./mapping";
import { GreenButtonForm } from "./GreenButtonForm";
import { forgetMapping, keepMapping, keptMapping } from "./keptMapping";
import { MappingForm } from "./MappingForm";
import { ReportView } from "./ReportView";
import { uploadStates } from "./uploadText";

/** One file on its way in: what its columns mean, what an import would do, and what it did. */
export function UploadPage({ id }: { id: string }) {
    const upload = useResource("GET /uploads/{id}", { path: { id } });
    if (upload.error?.isNotFound) return <NotFound what="file" />;
    return (
        <DataPage title={upload.data ? upload.data.name || "Unnamed file" : "Import"}
            above={<Link to="/data/import" className="crumb"><Icon name="back" size={14} /> Import</Link>}>
            {upload.data ? <LoadedUpload upload={upload.data} /> : upload.error ? <ErrorState error={upload.error} retry={upload.retry} /> : <Skeleton height={420} />}
        </DataPage>
    );
}

function LoadedUpload({ upload }: { upload: UploadWithGuess }) {
    const path = { id: upload.id };
    const [mapping, setMapping] = useState<ReadingsMapping>(() => keptMapping(upload)?.mapping ?? (upload.format === "csv" ? upload.guess?.mapping : null) ?? emptyMapping());
    const [preview, setPreview] = useState<UploadReport | null>(null);
    const [job, setJob] = useState<{ id: number; label: string } | null>(null);
    const [points, setPoints] = useState<Record<string, string>>(() => keptMapping(upload)?.points ?? {});
    const isGreenButton = upload.format === "greenButton";
    const fault = isGreenButton ? null : mappingFault(mapping, upload.guess?.unclear);
    const asked = isGreenButton ? { layout: "greenButton" as const, ...(Object.keys(points).length > 0 ? { usagePoints: points } : {}) } : cleaned(mapping);
    const isImported = upload.state === "imported";
    const look = useAction(async () => setPreview(await ask("POST /uploads/{id}/preview", { path, body: { mapping: asked } })));
    const begin = useAction(async (dryRun: boolean) => {
        const { jobId } = await ask("POST /uploads/{id}/import", { path, body: { mapping: asked, dryRun } });
        setPreview(null);
        setJob({ id: jobId, label: dryRun ? "Checking the whole file" : "Importing" });
    });
    useEffect(() => {
        if (isImported) forgetMapping(upload.id);
        else keepMapping(upload.id, { mapping, points });
    }, [upload.id, isImported, mapping, points]);
    const { run: lookNow } = look;
    useEffect(() => {
        // The proposal is tried out at once; what people change they try out themselves.
        if (upload.state === "received" && fault === null && (isGreenButton || upload.guess?.mapping)) void lookNow();
    }, [lookNow]);
    const ended = () => {
        setJob(null);
        invalidate(["GET /uploads", "GET /uploads/{id}", "GET /series", "GET /series/{id}", "GET /series/{id}/readings"]);
    };
    const report = preview ?? upload.report;
    const isBusy = job !== null || look.isRunning || begin.isRunning;
    return (
        <div className="stack">
            <UploadState upload={upload} isBusy={job !== null} />
            {job && <Card><JobProgress id={job.id} label={job.label} onEnd={ended} /></Card>}
            {!isImported && (isGreenButton || upload.guess) && (
                <Card title={isGreenButton ? "Green Button: usage points" : "What the columns mean"} note={isGreenButton ? "units, direction and quality stand in the file" : upload.guess?.mapping ? "proposed from the first lines" : "the first lines do not tell: please choose"}>
                    {isGreenButton || !upload.guess ? <GreenButtonForm report={preview ?? upload.report} names={points} change={setPoints} /> : (
                        <MappingForm guess={upload.guess} mapping={mapping} change={(next) => { setMapping(next); setPreview(null); }} />
                    )}
                    <div className="form-actions">
                        <button type="button" className="button" disabled={fault !== null || isBusy} onClick={() => void look.run()}>{look.isRunning ? "Looking…" : "Preview"}</button>
                        <button type="button" className="button" disabled={fault !== null || isBusy} onClick={() => void begin.run(true)}>Check the whole file</button>
                        <button type="button" className="button button-primary" disabled={fault !== null || isBusy} onClick={() => void begin.run(false)}>Import</button>
                        <p role="status" className={fault ? "form-error" : "muted"}>{fault ?? "An import checks the whole file first; a file with a fault changes nothing."}</p>
                    </div>
                    {(look.error ?? begin.error) && <ErrorState compact error={(look.error ?? begin.error)!} />}
                </Card>
            )}
            {report && (
                <Card title={preview ? "What an import would do" : isImported ? "What was imported" : "What the last check found"}>
                    <ReportView report={report} uploadId={preview ? null : upload.id} />
                </Card>
            )}
        </div>
    );
}

function UploadState({ upload, isBusy }: { upload: UploadWithGuess; isBusy: boolean }) {
    const { city } = useCity();
    const { navigate } = useRouter();
    const state = uploadStates[upload.state];
    const stored = upload.report?.stored;
    const remove = useAction(async () => {
        await ask("DELETE /uploads/{id}", { path: { id: upload.id } });
        forgetMapping(upload.id);
        invalidate(["GET /uploads"]);
        navigate("/data/import");
    });
    const tone = { good: " callout-good", critical: " callout-warning", warning: " callout-warning", neutral: "", info: "" }[state.tone];
    return (
        <div className={`callout${tone}`} data-testid="upload-state">
            <p>
                <Badge tone={state.tone}>{state.label}</Badge> {state.help}{" "}
                {stored && `${formatCount(stored.inserted)} new, ${formatCount(stored.revised)} revised, ${formatCount(stored.unchanged)} as they were.`}
            </p>
            <p>
                {formatBytes(upload.sizeBytes)}, sent {formatDateTime(city.timeZone, epoch(upload.receivedAt))}.{" "}
                {upload.state === "imported" ? "The file itself is deleted; this report is" : "The file is"} kept until {formatDateTime(city.timeZone, epoch(upload.expiresAt))}{upload.state === "imported" ? "" : ", longer when it is worked on"}.{" "}
                <button type="button" className="link-button" disabled={isBusy || remove.isRunning} onClick={() => void remove.run()}>Delete it now</button>
            </p>
            {remove.error && <ErrorState compact error={remove.error} />}
        </div>
    );
}
