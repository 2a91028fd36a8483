import { useEffect } from "react";
import { reload } from "../api/cached";
import { ask } from "../api/client";
import type { Job } from "../api/types";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { useMay } from "../auth/SessionContext";
import { formatPercent } from "../format/number";
import { ErrorState } from "../ui/states";

export function hasEnded(job: Job): boolean {
    return job.state === "succeeded" || job.state === "failed" || job.state === "cancelled";
}

/** A job as it goes on. The live stream tells its steps; where that is lost, it is asked for every two seconds. */
export function useJob(id: number | null, onEnd?: (job: Job) => void) {
    const resource = useResource("GET /jobs/{id}", id === null ? null : { path: { id } });
    const job = resource.data;
    const isOver = job !== undefined && hasEnded(job);
    useEffect(() => {
        if (id === null || isOver) return;
        const timer = setInterval(() => reload("GET /jobs/{id}", { path: { id } }), 2000);
        return () => clearInterval(timer);
    }, [id, isOver]);
    useEffect(() => {
        if (isOver && job) onEnd?.(job);
        // Only the end itself tells: the handler may be another function at each drawing.
    }, [isOver]);
    return resource;
}

/** How far a job is, in words and as a bar, with a way to cancel it. */
export function JobProgress({ id, label, onEnd }: { id: number; label: string; onEnd?: (job: Job) => void }) {
    const { data: job, error, retry } = useJob(id, onEnd);
    const mayCancel = useMay("jobs.cancel");
    const cancel = useAction(() => ask("POST /jobs/{id}/cancel", { path: { id } }));
    if (error && !job) return <ErrorState compact error={error} retry={retry} />;
    const isOver = job !== undefined && hasEnded(job);
    const words = !job || job.state === "queued" ? "waits for its turn" : job.state === "running" ? `${job.message ?? "runs"}${job.progress === null ? "" : `, ${formatPercent(job.progress)}`}` : job.state;
    return (
        <div className="job-progress">
            <p role="status"><strong>{label}</strong>: {words} <span className="muted">(job no. {id})</span></p>
            {!isOver && (
                <>
                    <span className="progress" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round((job?.progress ?? 0) * 100)}>
                        <span style={{ width: `${(job?.progress ?? 0) * 100}%` }} />
                    </span>
                    {mayCancel && <button type="button" className="button button-small" disabled={cancel.isRunning} onClick={() => void cancel.run()}>Cancel</button>}
                </>
            )}
            {job?.state === "failed" && <p className="form-error">{job.error ?? "It failed."}</p>}
            {cancel.error && <ErrorState compact error={cancel.error} />}
        </div>
    );
}
