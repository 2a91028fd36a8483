import { useCallback, useEffect, useReducer, useRef, useSyncExternalStore } from "react";
import { keyOf, type Read } from "./cached";
import { ask, type Answer, type Given } from "./client";
import { resources, type ResourceState } from "./ResourceCache";

export type Resource<T> = ResourceState<T> & { retry: () => void };

const idle: ResourceState<never> = { data: undefined, error: undefined, isLoading: false, loadedAt: 0 };

/** What an operation answers, loaded when first shown; null in place of what it takes loads nothing. */
export function useResource<Name extends Read>(name: Name, ...given: Given<Name> | [nothing: null]): Resource<Answer<Name>> {
    const asked = isNothing(given) ? null : given;
    const key = asked === null ? null : keyOf(name, ...asked);
    // The key says all of it: as long as that stays, so does what is asked.
    const latest = useRef(asked);
    latest.current = asked;
    const subscribe = useCallback(
        (listener: () => void) => {
            const now = latest.current;
            return key === null || now === null ? () => undefined : resources.subscribe(key, (signal) => askUntil(signal, name, now), listener);
        },
        [name, key],
    );
    const state = useSyncExternalStore(subscribe, () => (key === null ? (idle as ResourceState<Answer<Name>>) : resources.state<Answer<Name>>(key)));
    const retry = useCallback(() => {
        if (key !== null) resources.refresh(key);
    }, [key]);
    return { ...state, retry };
}

/** Several answers of one operation at a time; the list must not change its identity while what it asks stays. */
export function useResources<Name extends Read>(name: Name, list: Given<Name>[]): Resource<Answer<Name>>[] {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    useEffect(() => {
        const ends = list.map((given) => resources.subscribe(keyOf(name, ...given), (signal) => askUntil(signal, name, given), redraw));
        redraw();
        return () => ends.forEach((end) => end());
    }, [name, list]);
    return list.map((given) => {
        const key = keyOf(name, ...given);
        return { ...resources.state<Answer<Name>>(key), retry: () => resources.refresh(key) };
    });
}

function isNothing(given: unknown[]): given is [null] {
    return given.length === 1 && given[0] === null;
}

function askUntil<Name extends Read>(signal: AbortSignal, name: Name, [input]: Given<Name>): Promise<Answer<Name>> {
    return ask(name, ...([{ ...input, signal }] as unknown as Given<Name>));
}
