import { useCallback, useEffect, useReducer, useSyncExternalStore } from "react";
import { fetchFrom, type Responses } from "./endpoints";
import { resources, type ResourceState } from "./ResourceCache";

export type Resource<T> = ResourceState<T> & { retry: () => void };

const idle: ResourceState<never> = { data: undefined, error: undefined, isLoading: false, loadedAt: 0 };

/** The API's answer at `path`, loaded when first shown; a null path loads nothing. */
export function useResource<Name extends keyof Responses>(name: Name, path: string | null): Resource<Responses[Name]> {
    const subscribe = useCallback(
        (listener: () => void) =>
            path === null ? () => undefined : resources.subscribe(path, (signal) => fetchFrom(name, path, signal), listener),
        [name, path],
    );
    const state = useSyncExternalStore(subscribe, () =>
        path === null ? (idle as ResourceState<Responses[Name]>) : resources.state<Responses[Name]>(path),
    );
    const retry = useCallback(() => {
        if (path !== null) resources.refresh(path);
    }, [path]);
    return { ...state, retry };
}

/** Several answers of one kind at a time; the list must not change its identity while its paths stay. */
export function useResources<Name extends keyof Responses>(name: Name, list: string[]): Resource<Responses[Name]>[] {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    useEffect(() => {
        const ends = list.map((path) => resources.subscribe(path, (signal) => fetchFrom(name, path, signal), redraw));
        redraw();
        return () => ends.forEach((end) => end());
    }, [name, list]);
    return list.map((path) => ({ ...resources.state<Responses[Name]>(path), retry: () => resources.refresh(path) }));
}
