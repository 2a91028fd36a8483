import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { ask, client } from "../api/client";
import { resources } from "../api/ResourceCache";
import type { City } from "../api/types";
import { useResource, type Resource } from "../api/useResource";
import { useMe } from "../auth/SessionContext";
import { LiveClient, type EventStream, type LiveConnection } from "../live/LiveClient";
import { liveTopics, LiveUpdater } from "../live/liveEvents";
import { ErrorState, Skeleton } from "../ui/states";
import { CityClock } from "./cityClock";

interface CityValue {
    city: City;
    clock: CityClock;
    connection: LiveConnection;
}

interface CityContextValue {
    value: CityValue | null;
    resource: Resource<City>;
}

const Context = createContext<CityContextValue | null>(null);

/** The city, where it is loaded and may be seen; for what is around the pages. */
export function useOptionalCity(): CityValue | null {
    return useContext(Context)?.value ?? null;
}

export function useCity(): CityValue {
    const value = useOptionalCity();
    if (!value) throw new Error("useCity is only for screens inside CityGate");
    return value;
}

/** The zone that times are shown in: the city's; the browser's for somebody who sees no city. */
export function useTimeZone(): string {
    return useOptionalCity()?.city.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The city's time in epoch seconds, as of the last tick; `interval` in real milliseconds. */
export function useNow(interval = 1000): number {
    const { clock } = useCity();
    const [now, setNow] = useState(() => clock.now());
    useEffect(() => {
        const tick = () => setNow(clock.now());
        tick();
        const timer = setInterval(tick, interval);
        const unsubscribe = clock.subscribe(tick);
        return () => {
            clearInterval(timer);
            unsubscribe();
        };
    }, [clock, interval]);
    return now;
}

/** The start of the city's current hour. Looks at the clock every ten seconds, so that a fast replay makes no storm. */
export function useHour(): number {
    const { clock } = useCity();
    const [hour, setHour] = useState(() => Math.floor(clock.now() / 3600) * 3600);
    useEffect(() => {
        const timer = setInterval(() => setHour(Math.floor(clock.now() / 3600) * 3600), 10_000);
        return () => clearInterval(timer);
    }, [clock]);
    return hour;
}

export function openEventSource(url: string): EventStream {
    return new EventSource(url) as unknown as EventStream;
}

interface CityProviderProps {
    children: ReactNode;
    open?: (url: string) => EventStream;
}

/** Loads the city and keeps its live stream, for those who may see it; what is inside does not wait. */
export function CityProvider({ children, open = openEventSource }: CityProviderProps) {
    const { tenant, permissions } = useMe();
    const resource = useResource("GET /city", tenant !== null && permissions.includes("grid.read") ? {} : null);
    const [clock] = useState(() => new CityClock());
    const [connection, setConnection] = useState<LiveConnection>(() => ({ state: "connecting", since: Date.now() }));
    const city = resource.data;

    const anchored = useRef<City | null>(null);
    if (city && anchored.current !== city) {
        anchored.current = city;
        clock.set(city.clock);
    }

    const isReady = city !== undefined;
    useEffect(() => {
        if (!isReady) return;
        const updater = new LiveUpdater(resources, (state) => clock.set(state));
        const live = new LiveClient({
            url: client.address("GET /live/zones"),
            topics: liveTopics,
            open,
            // Whether the session holds, which a stream that was refused does not say; renews it where it must.
            prepare: () => ask("GET /me"),
            onEvent: (topic, data) => updater.receive(topic, data),
            onConnection: setConnection,
        });
        live.start();
        return () => live.stop();
    }, [isReady, clock, open]);

    const value = useMemo(() => (city ? { city, clock, connection } : null), [city, clock, connection]);
    return <Context.Provider value={{ value, resource }}>{children}</Context.Provider>;
}

/** A page of the city: what comes in its place until the city is loaded. */
export function CityGate({ children }: { children: ReactNode }) {
    const context = useContext(Context);
    if (!context) throw new Error("CityGate is only for screens inside CityProvider");
    const { value, resource } = context;
    if (value) return <>{children}</>;
    return (
        <div className="page">
            <h1 className="visually-hidden">UrbanGrid</h1>
            {resource.error ? <ErrorState error={resource.error} retry={resource.retry} /> : <Skeleton lines={10} />}
        </div>
    );
}
