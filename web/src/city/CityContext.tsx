import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { apiBase } from "../api/client";
import { paths } from "../api/endpoints";
import { resources } from "../api/ResourceCache";
import type { City } from "../api/types";
import { useResource, type Resource } from "../api/useResource";
import { LiveClient, type EventStream, type LiveConnection } from "../live/LiveClient";
import { liveTopics, LiveUpdater } from "../live/liveEvents";
import { CityClock } from "./cityClock";

interface CityValue {
    city: City;
    clock: CityClock;
    connection: LiveConnection;
}

const Context = createContext<CityValue | null>(null);

export function useCity(): CityValue {
    const value = useContext(Context);
    if (!value) throw new Error("useCity is only for screens inside CityProvider");
    return value;
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
    whenPending: (city: Resource<City>) => ReactNode;
    open?: (url: string) => EventStream;
}

export function CityProvider({ children, whenPending, open = openEventSource }: CityProviderProps) {
    const resource = useResource("city", paths.city());
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
        const client = new LiveClient({
            url: `${apiBase}/live/zones`,
            topics: liveTopics,
            open,
            onEvent: (topic, data) => updater.receive(topic, data),
            onConnection: setConnection,
        });
        client.start();
        return () => client.stop();
    }, [isReady, clock, open]);

    const value = useMemo(() => (city ? { city, clock, connection } : null), [city, clock, connection]);
    return value ? <Context.Provider value={value}>{children}</Context.Provider> : <>{whenPending(resource)}</>;
}
