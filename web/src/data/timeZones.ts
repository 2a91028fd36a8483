/** IANA names for a choice of time zone, the city's and UTC first. */
export function timeZoneChoices(cityZone: string): string[] {
    const known = (Intl as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf?.("timeZone") ?? [];
    return [...new Set([cityZone, "UTC", ...known])];
}
