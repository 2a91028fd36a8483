import { useRef } from "react";
import type { Resource } from "./useResource";

/** The last loaded answer while the next one (of another range, another page) is on its way, so that nothing blinks. */
export function useKept<T>(resource: Resource<T>): { data: T | undefined; error: Resource<T>["error"]; isLoading: boolean; isRefreshing: boolean; retry: () => void } {
    const kept = useRef<T | undefined>(undefined);
    if (resource.data !== undefined) kept.current = resource.data;
    return {
        data: kept.current,
        error: resource.error,
        isLoading: resource.isLoading,
        isRefreshing: kept.current !== undefined && resource.data === undefined && resource.isLoading,
        retry: resource.retry,
    };
}
