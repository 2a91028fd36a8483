import type { usePaging } from "./usePaging";

interface PagerProps {
    paging: ReturnType<typeof usePaging>;
    nextCursor: string | null;
    shown: number;
    what: string;
}

export function Pager({ paging, nextCursor, shown, what }: PagerProps) {
    return (
        <nav className="pager" aria-label="Pages">
            <span>
                Page {paging.page}: {shown} {what}
            </span>
            <span className="segmented">
                <button type="button" disabled={paging.page === 1} onClick={paging.back}>Previous</button>
                <button type="button" disabled={nextCursor === null} onClick={() => nextCursor !== null && paging.next(nextCursor)}>Next</button>
            </span>
        </nav>
    );
}
