import type { ReactNode } from "react";
import type { ApiError } from "../api/ApiError";
import { Icon } from "./Icon";

export function Skeleton({ lines = 3, height }: { lines?: number; height?: number }) {
    return (
        <div className="skeleton" role="status" aria-label="Loading">
            {height !== undefined ? (
                <span className="skeleton-block" style={{ height }} />
            ) : (
                Array.from({ length: lines }, (_, line) => <span key={line} className="skeleton-line" />)
            )}
        </div>
    );
}

export function ErrorState({ error, retry, compact }: { error: ApiError; retry?: () => void; compact?: boolean }) {
    return (
        <div className={compact ? "state state-error state-compact" : "state state-error"} role="alert">
            <div className="state-words">
                <p className="state-title">
                    <Icon name="warning" /> {error.title}
                </p>
                {error.detail && <p>{error.detail}</p>}
                {error.fields.length > 0 && (
                    <ul>
                        {error.fields.map((field) => (
                            <li key={field.field}>
                                <code>{field.field}</code>: {field.message}
                                {field.expected ? ` (expected ${field.expected})` : ""}
                            </li>
                        ))}
                    </ul>
                )}
                {error.requestId && (
                    <p className="state-meta">
                        Request <code>{error.requestId}</code>
                    </p>
                )}
            </div>
            {retry && (
                <button type="button" className="button" onClick={retry}>
                    Try again
                </button>
            )}
        </div>
    );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
    return (
        <div className="state state-empty">
            <p className="state-title">{title}</p>
            {children && <p>{children}</p>}
        </div>
    );
}

interface PendingProps<T> {
    resource: { data: T | undefined; error: ApiError | undefined; isLoading: boolean; retry: () => void };
    skeleton?: ReactNode;
    children: (data: T) => ReactNode;
}

/** Loading, failed, or the data — and data that could not be refreshed, said so. */
export function Pending<T>({ resource, skeleton, children }: PendingProps<T>) {
    if (resource.data === undefined) {
        if (resource.error) return <ErrorState error={resource.error} retry={resource.retry} />;
        return <>{skeleton ?? <Skeleton />}</>;
    }
    return (
        <>
            {resource.error && (
                <p className="notice-inline" role="status">
                    <Icon name="warning" size={15} /> Not refreshed: {resource.error.title.toLowerCase()}.{" "}
                    <button type="button" className="link-button" onClick={resource.retry}>
                        Try again
                    </button>
                </p>
            )}
            {children(resource.data)}
        </>
    );
}
