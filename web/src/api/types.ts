// The shapes of /api/v1 by the names that the pages use: what openapi.json says (schema.ts), made by
// scripts/check-api-types.mjs. Times are ISO 8601 UTC strings except in the columns of readings (epoch seconds).
import type { Anomaly, AreaGeometry, CityClock, Job, LineGeometry, Network as SentNetwork, NetworkFeature as SentFeature, PointGeometry } from "./schema";

export type {
    Anomaly, AreaName, AssetKind, BalanceFigures, BalanceHints, BalanceList, City, CityLoad, Connector, ConnectorInput, DataQuality,
    DayQuality, Edit, EditInput, EditOutcome, EnergyBalance, EstimationSettings, Finding, Job, LiveZone, MeterQuality, Model, ModelScore,
    Position, Problem, Quality, QualityFigures, Quantity, ReadingsWindow as Readings, ReadingsMapping, Retention, RetentionPolicy,
    RetentionReport, ValidationRule as Rule, Series, Upload, UploadGuess, UploadReport, UploadWithGuess, ValidationRules, ZoneDetail,
    ZoneForecast, ZoneModelScore as ZoneScore, ZoneSummary,
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
