import { getJSON, withQuery } from "./client";
import type {
    Anomaly,
    AnomalyList,
    BalanceHints,
    BalanceList,
    City,
    CityLoad,
    EnergyBalance,
    Job,
    Model,
    Network,
    Readings,
    Series,
    SeriesList,
    UploadList,
    UploadWithGuess,
    ZoneDetail,
    ZoneForecast,
    ZoneList,
} from "./types";

/** One function a route; each names the path it reads, so that a cache key is simply that path. */
export const paths = {
    city: () => "/city",
    cityLoad: (query: { from: string; to: string; points: number }) => withQuery("/city/load", query),
    zones: () => "/zones",
    zone: (id: number) => `/zones/${id}`,
    forecast: (id: number, query: { at?: string | null; past?: number }) => withQuery(`/zones/${id}/forecast`, query),
    network: (kinds: string[]) => `/network?kinds=${kinds.join(",")}`,
    seriesList: (query: SeriesQuery) => withQuery("/series", { ...query }),
    series: (id: number) => `/series/${id}`,
    readings: (id: number, query: { from: string; to: string; points: number }) =>
        withQuery(`/series/${id}/readings`, query),
    anomalies: (query: AnomalyQuery) => withQuery("/anomalies", { ...query }),
    anomaly: (id: number) => `/anomalies/${id}`,
    models: () => "/models",
    model: (id: number) => `/models/${id}`,
    jobs: (state?: string) => withQuery("/jobs", { state }),
    job: (id: number) => `/jobs/${id}`,
    balances: (query: { kind: string; from: string; to: string; limit?: number; cursor?: string | null }) => withQuery("/balances", query),
    balance: (query: { area: string; from: string; to: string; resolution: "hour" | "day" }) => withQuery("/balance", query),
    balanceHints: (query: { area: string; from: string; to: string }) => withQuery("/balance/hints", query),
    uploads: () => "/uploads",
    upload: (id: string) => `/uploads/${id}`,
    uploadFaults: (id: string) => `/uploads/${id}/faults`,
};

export interface SeriesQuery {
    assetKind?: string;
    assetId?: number;
    zoneId?: number;
    quantity?: string;
    limit?: number;
    cursor?: string | null;
}

export interface AnomalyQuery {
    zoneId?: number | null;
    seriesId?: number | null;
    kind?: string | null;
    from?: string;
    to?: string;
    limit?: number;
    cursor?: string | null;
}

export interface Responses {
    city: City;
    cityLoad: CityLoad;
    zones: ZoneList;
    zone: ZoneDetail;
    forecast: ZoneForecast;
    network: Network;
    seriesList: SeriesList;
    series: Series;
    readings: Readings;
    anomalies: AnomalyList;
    anomaly: Anomaly;
    models: { models: Model[] };
    model: Model;
    jobs: { jobs: Job[] };
    job: Job;
    balances: BalanceList;
    balance: EnergyBalance;
    balanceHints: BalanceHints;
    uploads: UploadList;
    upload: UploadWithGuess;
}

export function fetchFrom<Name extends keyof Responses>(_name: Name, path: string, signal?: AbortSignal): Promise<Responses[Name]> {
    return getJSON<Responses[Name]>(path, signal);
}
