import type { Connector } from "../../api/types";
import type { Tone } from "../../ui/layout";

export const connectorNames: Record<Connector["name"], { title: string; brings: string }> = {
    "open-meteo-weather": { title: "Open-Meteo weather", brings: "Temperature, humidity, wind and irradiance of every zone, with forecasts" },
    "open-meteo-air-quality": { title: "Open-Meteo air quality", brings: "Particles, nitrogen dioxide, ozone and indices of every zone, with forecasts" },
    openaq: { title: "OpenAQ", brings: "Measured air quality of the stations nearest to each zone" },
};

export const standings: Record<Connector["standing"], { tone: Tone; label: string; help: string }> = {
    disabled: { tone: "neutral", label: "Off", help: "It asks nobody until it is turned on." },
    new: { tone: "info", label: "On, not polled yet", help: "The first poll comes soon." },
    running: { tone: "info", label: "Polling", help: "A poll is going on." },
    working: { tone: "good", label: "Working", help: "The last poll succeeded." },
    waiting: { tone: "info", label: "Waiting", help: "There are no zones yet to ask for. It goes on by itself when there are." },
    retrying: { tone: "warning", label: "Retrying", help: "The last poll failed; the next comes soon." },
    suspended: { tone: "critical", label: "Suspended", help: "Too many polls failed, or one that waiting does not mend. Mend the cause, then change a setting or poll now." },
};
