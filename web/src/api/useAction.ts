import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "./ApiError";

export interface Action<Arguments extends unknown[]> {
    /** True when it went well. A second call while one runs does nothing. */
    run: (...given: Arguments) => Promise<boolean>;
    isRunning: boolean;
    error: ApiError | null;
    forget: () => void;
}

/** Something that a button does at the server: whether it runs, and why it failed. */
export function useAction<Arguments extends unknown[]>(act: (...given: Arguments) => Promise<unknown>): Action<Arguments> {
    const [state, setState] = useState<{ isRunning: boolean; error: ApiError | null }>({ isRunning: false, error: null });
    const isBusy = useRef(false);
    const isShown = useRef(true);
    const latest = useRef(act);
    latest.current = act;
    useEffect(() => {
        isShown.current = true;
        return () => {
            isShown.current = false;
        };
    }, []);
    const run = useCallback(async (...given: Arguments) => {
        if (isBusy.current) return false;
        isBusy.current = true;
        setState({ isRunning: true, error: null });
        let error: ApiError | null = null;
        try {
            await latest.current(...given);
        } catch (cause) {
            error = cause instanceof ApiError ? cause : new ApiError("unreadable", "The screen could not do it", String(cause), null, null);
        }
        isBusy.current = false;
        if (isShown.current) setState({ isRunning: false, error });
        return error === null;
    }, []);
    const forget = useCallback(() => setState((now) => ({ ...now, error: null })), []);
    return { ...state, run, forget };
}
