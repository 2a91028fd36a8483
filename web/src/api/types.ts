// The shapes of /api/v1 by the names that the pages use: what openapi.json says (schema.ts), made by
// scripts/check-api-types.mjs. Times are ISO 8601 UTC strings except in the columns of readings (epoch seconds).
import type { Anomaly, AreaGeometry, CityClock, Job, LineGeometry, Network as SentNetwork, NetworkFeature as SentFeature, PointGeometry } from "./schema";

export type {
    Anomaly, AnomalyList, AreaName, BalanceFigures, BalanceHints, BalanceList, City, CityLoad, Connector, ConnectorInput, ConnectorList, CriticalSite,
    DataQuality, DayQuality, Edit, EditInput, EditList, EditOutcome, EnergyBalance, EstimationSettings, Finding, FindingList, ForecastRun, ForecastScore, Job, LiveZone, MeterOutsideZones, Model, MeterQuality, ModelScore,
    AssetKind, Position, Problem, Quality, Quantity, QualityFigures, ReadingsMapping, Retention, RetentionPolicy, RetentionReport, Series, SeriesList, Upload, UploadGuess,
    UploadJob, UploadList, UploadReport, UploadWithGuess, ValidationRules, ZoneDetail, ZoneForecast, ZoneList, ZoneSummary, ForecastPoint as QuantilePoint,
    ValidationRule as Rule,
    PeakForecast as NextPeak, ReadingsWindow as Readings, ZoneModelScore as ZoneScore,
} from "./schema";

export type AnomalyKind = Anomaly["kind"];
export type JobState = Job["state"];
export type Geometry = PointGeometry | LineGeometry | AreaGeometry;
/** What the live stream says of the clock; whether it is a replay only `/city` says. */
export type ClockState = Pick<CityClock, "now" | "speed"> & Partial<Pick<CityClock, "isReplay">>;

/** What every kind of asset has; `extra` differs by kind and is looked up by name. */
export interface NetworkProperties extends Pick<SentFeature["properties"], "kind" | "id" | "code" | "name" | "zoneId" | "feederId"> {
    [extra: string]: unknown;
}

export interface NetworkFeature extends Pick<SentFeature, "type" | "id"> {
    geometry: Geometry;
    properties: NetworkProperties;
}

export interface Network extends Pick<SentNetwork, "type"> {
    features: NetworkFeature[];
}

/** An error here means that the server's features no longer fit what the pages read. */
export type NetworkFits = Fits<SentNetwork, Network>;
type Fits<Sent extends Read, Read> = Sent;
