import { Link, useRouter } from "../../app/router";
import { invalidate } from "../../api/cached";
import type { Upload } from "../../api/types";
import { useResource } from "../../api/useResource";
import { useCity } from "../../city/CityContext";
import { formatBytes } from "../../format/bytes";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { Badge, Card } from "../../ui/layout";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { DropZone } from "./DropZone";
import { uploadStates } from "./uploadText";

/** Files of readings: send one, and see what became of those before. */
export function ImportPage() {
    const { navigate } = useRouter();
    const list = useResource("GET /uploads");
    return (
        <DataPage title="Import" lead="Files of readings. A file is looked at first: you see what its columns mean, what would be stored and every fault by its line.">
            <div className="stack">
                <DropZone sent={(upload) => {
                    invalidate(["GET /uploads"]);
                    navigate(`/data/import/${upload.id}`);
                }} />
                <Card title="Files that were sent" note="kept for a day after they were last worked on" flush>
                    <Pending resource={list} skeleton={<Skeleton lines={5} />}>
                        {({ uploads }) => uploads.length === 0
                            ? <Empty title="No file was sent yet">Drop one above. What was imported of older files stays; only the files go.</Empty>
                            : <UploadTable uploads={uploads} />}
                    </Pending>
                </Card>
            </div>
        </DataPage>
    );
}

function UploadTable({ uploads }: { uploads: Upload[] }) {
    const { city } = useCity();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Files">
            <table data-testid="uploads">
                <caption className="visually-hidden">Files that were sent, newest first</caption>
                <thead>
                    <tr>
                        <th scope="col">File</th>
                        <th scope="col">State</th>
                        <th scope="col" className="num">Size</th>
                        <th scope="col" className="num">Rows</th>
                        <th scope="col" className="num">Readings</th>
                        <th scope="col" className="num">Faults</th>
                        <th scope="col">Sent</th>
                    </tr>
                </thead>
                <tbody>
                    {uploads.map((upload) => (
                        <tr key={upload.id}>
                            <th scope="row"><Link to={`/data/import/${upload.id}`}>{upload.name || upload.id}</Link></th>
                            <td><Badge tone={uploadStates[upload.state].tone}>{uploadStates[upload.state].label}</Badge></td>
                            <td className="num">{formatBytes(upload.sizeBytes)}</td>
                            <td className="num">{formatCount(upload.report?.rows)}</td>
                            <td className="num">{formatCount(upload.report?.readings)}</td>
                            <td className="num">{formatCount(upload.report?.faultCount)}</td>
                            <td className="nowrap">{formatDateTime(city.timeZone, epoch(upload.receivedAt))}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
