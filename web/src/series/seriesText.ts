import type { Series } from "../api/types";

export const assetKindLabels: Record<Series["assetKind"], string> = {
    zone: "zone",
    feeder: "feeder",
    load_point: "load point",
    generator: "generator",
    weather_station: "weather station",
};

const quantities: Record<string, string> = {
    activeEnergyImport: "Energy taken",
    activeEnergyExport: "Energy given",
    netLoad: "Net load",
    consumption: "Consumption",
    generation: "Generation",
    temperature: "Temperature",
    relativeHumidity: "Relative humidity",
    diffuseIrradiance: "Diffuse irradiance",
    directIrradiance: "Direct irradiance",
};

export function quantityLabel(quantity: string): string {
    return quantities[quantity] ?? quantity;
}

export function intervalLabel(seconds: number): string {
    if (seconds % 3600 === 0) return `${seconds / 3600}\u00a0h`;
    return `${seconds / 60}\u00a0min`;
}
