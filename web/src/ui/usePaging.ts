import { useState } from "react";

/** Pages by the API's opaque cursors: forward by the answer's cursor, back by those already used. */
export function usePaging(resetKey: string) {
    const [state, setState] = useState<{ key: string; cursors: string[] }>({ key: resetKey, cursors: [] });
    const cursors = state.key === resetKey ? state.cursors : [];
    return {
        cursor: cursors[cursors.length - 1] ?? null,
        page: cursors.length + 1,
        next: (cursor: string) => setState({ key: resetKey, cursors: [...cursors, cursor] }),
        back: () => setState({ key: resetKey, cursors: cursors.slice(0, -1) }),
    };
}
