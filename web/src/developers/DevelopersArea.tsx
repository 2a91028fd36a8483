import { useMemo } from "react";
import { ApiError } from "../api/ApiError";
import { useResource } from "../api/useResource";
import { NotFound } from "../app/NotFound";
import { useRouter } from "../app/router";
import { Page } from "../ui/layout";
import { ErrorState, Skeleton } from "../ui/states";
import { describeApi, type ApiDescription } from "./description/ApiDescription";
import { DevelopersStart } from "./DevelopersStart";
import { OperationList } from "./OperationList";
import { OperationPage } from "./OperationPage";

/** What lies below /developers: the API as its own document describes it, and a way to try each operation. */
export function DevelopersArea() {
    const { location } = useRouter();
    const document = useResource("GET /openapi.json");
    const read = useMemo(() => (document.data === undefined ? null : readable(document.data)), [document.data]);
    if (read === null) {
        return (
            <Page title="Developers">
                {document.error ? <ErrorState error={document.error} retry={document.retry} /> : <Skeleton lines={12} />}
            </Page>
        );
    }
    if (read instanceof ApiError) return <Page title="Developers"><ErrorState error={read} retry={document.retry} /></Page>;
    const id = decodeURIComponentOr(location.path.replace(/\/+$/, "").slice("/developers/".length));
    const operation = read.operations.find((candidate) => candidate.id === id);
    if (id !== "" && !operation) return <NotFound what="operation" />;
    return (
        <div className={operation ? "developers developers-open" : "developers"}>
            <OperationList description={read} current={operation?.id ?? null} />
            {operation ? <OperationPage key={operation.id} operation={operation} description={read} /> : <DevelopersStart description={read} />}
        </div>
    );
}

function readable(document: unknown): ApiDescription | ApiError {
    try {
        return describeApi(document);
    } catch (error) {
        return new ApiError("unreadable", "The API's description could not be read", error instanceof Error ? error.message : String(error), null, null);
    }
}

function decodeURIComponentOr(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
