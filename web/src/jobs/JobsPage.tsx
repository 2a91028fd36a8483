import { useQuery } from "../app/router";
import { reload } from "../api/cached";
import { ask } from "../api/client";
import type { Job, JobState } from "../api/types";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { useMay } from "../auth/SessionContext";
import { useCity } from "../city/CityContext";
import { formatPercent, missing } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { formatDurationText } from "../format/words";
import { Badge, Card, Page, type Tone } from "../ui/layout";
import { Empty, ErrorState, Pending, Skeleton } from "../ui/states";
import { hasEnded } from "./JobProgress";

const tones: Record<JobState, Tone> = { queued: "neutral", running: "info", succeeded: "good", failed: "critical", cancelled: "warning" };
const states: JobState[] = ["running", "queued", "succeeded", "failed", "cancelled"];
const pageSize = 100;
const names: Record<string, string> = {
    "forecast.train": "Train the forecaster",
    "anomaly.train": "Train the anomaly detector",
    "uploads.import": "Import a file",
    "poll.connector": "Ask a weather or air quality service",
    applyRetention: "Delete what is no longer kept",
    estimate_gaps: "Estimate gaps",
};

export function JobsPage() {
    const [query, change] = useQuery();
    const state = query.get("state");
    const page = Math.max(1, Number(query.get("page")) || 1);
    const jobs = useResource("GET /jobs");
    return (
        <Page title="Jobs" lead="Background work; progress moves by itself." actions={
            <label className="field">
                State
                <select className="select" value={state ?? ""} onChange={(event) => change({ state: event.target.value || null, page: null })}>
                    <option value="">All</option>
                    {states.map((name) => <option key={name} value={name}>{name}</option>)}
                </select>
            </label>
        }>
            <Card flush>
                <Pending resource={jobs} skeleton={<Skeleton lines={8} />}>
                    {({ jobs: all }) => {
                        const list = all.filter((job) => !state || job.state === state);
                        const shown = list.slice((page - 1) * pageSize, page * pageSize);
                        if (list.length === 0) return <Empty title={state ? `No job is ${state}` : "No jobs yet"} />;
                        return (
                            <>
                                <JobTable jobs={shown} />
                                {list.length > pageSize && (
                                    <nav className="pager" aria-label="Pages">
                                        <span>{(page - 1) * pageSize + 1}–{(page - 1) * pageSize + shown.length} of {list.length}</span>
                                        <span className="segmented">
                                            <button type="button" disabled={page === 1} onClick={() => change({ page: String(page - 1) })}>Previous</button>
                                            <button type="button" disabled={page * pageSize >= list.length} onClick={() => change({ page: String(page + 1) })}>Next</button>
                                        </span>
                                    </nav>
                                )}
                            </>
                        );
                    }}
                </Pending>
            </Card>
        </Page>
    );
}

function JobTable({ jobs }: { jobs: Job[] }) {
    const { city } = useCity();
    const mayCancel = useMay("jobs.cancel");
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Jobs">
            <table data-testid="jobs">
                <caption className="visually-hidden">Jobs, newest first</caption>
                <thead>
                    <tr>
                        <th scope="col">Job</th>
                        <th scope="col">State</th>
                        <th scope="col">Progress</th>
                        <th scope="col">Created</th>
                        <th scope="col" className="num">Took</th>
                        <th scope="col" className="num">Attempt</th>
                        {mayCancel && <th scope="col"><span className="visually-hidden">Actions</span></th>}
                    </tr>
                </thead>
                <tbody>
                    {jobs.map((job) => (
                        <tr key={job.id}>
                            <th scope="row">{names[job.kind] ?? job.kind}<span className="subline">{job.kind} · no. {job.id}</span></th>
                            <td><Badge tone={tones[job.state]}>{job.state}</Badge></td>
                            <td><Progress job={job} /></td>
                            <td className="nowrap">{formatDateTime(city.timeZone, epoch(job.createdAt))}</td>
                            <td className="num">{job.startedAt && job.finishedAt ? formatDurationText(epoch(job.finishedAt) - epoch(job.startedAt)) : missing}</td>
                            <td className="num">{job.attempt} of {job.maxAttempts}</td>
                            {mayCancel && <td>{!hasEnded(job) && <CancelButton job={job} />}</td>}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function CancelButton({ job }: { job: Job }) {
    const cancel = useAction(async () => {
        await ask("POST /jobs/{id}/cancel", { path: { id: job.id } });
        reload("GET /jobs");
    });
    return (
        <>
            <button type="button" className="button button-small" disabled={cancel.isRunning} aria-label={`Cancel ${names[job.kind] ?? job.kind}, no. ${job.id}`} onClick={() => void cancel.run()}>Cancel</button>
            {cancel.error && <ErrorState compact error={cancel.error} />}
        </>
    );
}

function Progress({ job }: { job: Job }) {
    if (job.error) return <span className="mono">{job.error}</span>;
    // The last step's message says nothing once the job is through.
    if (job.state === "succeeded") return <span className="muted">done</span>;
    return (
        <>
            {job.state === "running" && job.progress !== null && (
                <span className="progress" role="progressbar" aria-label={`${job.kind} ${job.id}`} aria-valuenow={Math.round(job.progress * 100)} aria-valuemin={0} aria-valuemax={100}>
                    <span style={{ width: `${job.progress * 100}%` }} />
                </span>
            )}
            <span className="subline">{job.state === "running" && job.progress !== null ? `${formatPercent(job.progress)} ` : ""}{job.message}</span>
        </>
    );
}
