import type { Quantity, Series } from "../api/types";
import { keysOf } from "../app/choices";

export const assetKindLabels: Record<Series["assetKind"], string> = {
    zone: "zone",
    substation: "substation",
    feeder: "feeder",
    node: "node",
    line: "line",
    transformer: "transformer",
    switch: "switch",
    load_point: "load point",
    generator: "generator",
    weather_station: "weather station",
    meter: "meter",
};

const quantities: Record<Quantity, string> = {
    activeEnergyImport: "Energy taken",
    activeEnergyExport: "Energy given",
    activeEnergyImportRegister: "Register of energy taken",
    activeEnergyExportRegister: "Register of energy given",
    netLoad: "Net load",
    consumption: "Consumption",
    generation: "Generation",
    temperature: "Temperature",
    relativeHumidity: "Relative humidity",
    globalIrradiance: "Global irradiance",
    directIrradiance: "Direct irradiance",
    windSpeed: "Wind speed",
    pm25: "PM2.5",
    pm10: "PM10",
    nitrogenDioxide: "Nitrogen dioxide",
    ozone: "Ozone",
    europeanAirQualityIndex: "Air quality index (EU)",
    usAirQualityIndex: "Air quality index (US)",
};

export const quantityNames = keysOf(quantities);

export function quantityLabel(quantity: Quantity): string {
    return quantities[quantity] ?? quantity;
}

export function intervalLabel(seconds: number): string {
    if (seconds % 3600 === 0) return `${seconds / 3600}\u00a0h`;
    return `${seconds / 60}\u00a0min`;
}

/** The kinds of assets that have series today. */
export const measuredKinds: Series["assetKind"][] = ["zone", "load_point", "generator", "weather_station", "meter"];
