import type { Me } from "../api/identity";
import { settingsSections } from "../admin/settingsSections";

export interface Section {
    to: string;
    label: string;
    icon: string;
    /** Set off from those before it. */
    isApart?: boolean;
}

const citySections: Section[] = [
    { to: "/", label: "Overview", icon: "overview" },
    { to: "/zones", label: "Zones", icon: "zones" },
    { to: "/network", label: "Network", icon: "network" },
    { to: "/anomalies", label: "Anomalies", icon: "anomalies" },
    { to: "/series", label: "Series", icon: "series" },
    { to: "/data", label: "Data", icon: "data" },
    { to: "/models", label: "Models", icon: "models" },
    { to: "/jobs", label: "Jobs", icon: "jobs" },
    { to: "/about", label: "About the data", icon: "about" },
];

/** What the main menu offers: only what opens. */
export function sectionsFor({ user, tenant, permissions }: Me): Section[] {
    const hasSettings = tenant !== null && settingsSections.some(({ need }) => permissions.includes(need));
    return [
        ...(tenant !== null && permissions.includes("grid.read") ? citySections : []),
        { to: "/developers", label: "Developers", icon: "code" },
        ...(hasSettings ? [{ to: "/settings", label: "Settings", icon: "settings", isApart: true }] : []),
        ...(user.isPlatformOwner ? [{ to: "/platform", label: "Platform", icon: "platform", isApart: !hasSettings }] : []),
    ];
}
