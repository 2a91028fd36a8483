// Compiled, never run: an error here means that the server's OpenAPI file and the types the pages use disagree.
import type * as Server from "./schema";
import type * as Page from "./types";

type Fits<Sent extends Read, Read> = Sent;

export type Conformance = [
    Fits<Server.City, Page.City>,
    Fits<Server.CityLoad, Page.CityLoad>,
    Fits<Server.ZoneSummary, Page.ZoneSummary>,
    Fits<Server.ZoneList, Page.ZoneList>,
    Fits<Server.ZoneDetail, Page.ZoneDetail>,
    Fits<Server.ZoneForecast, Page.ZoneForecast>,
    Fits<Server.Series, Page.Series>,
    Fits<Server.SeriesList, Page.SeriesList>,
    Fits<Server.ReadingsWindow, Page.Readings>,
    Fits<Server.Anomaly, Page.Anomaly>,
    Fits<Server.AnomalyList, Page.AnomalyList>,
    Fits<Server.Model, Page.Model>,
    Fits<Server.Job, Page.Job>,
    Fits<Server.LiveZone, Page.LiveZone>,
    Fits<Server.Problem, Page.Problem>,
];
