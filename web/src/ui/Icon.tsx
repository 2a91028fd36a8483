const shapes: Record<string, string> = {
    overview: "M3 10.5 10 4l7 6.5M5 9v7.5h10V9M8.5 16.5V12h3v4.5",
    zones: "M3.5 5.5 8 3.5l4.5 2 4-2v11l-4 2-4.5-2-4.5 2zM8 3.5v11M12.5 5.5v11",
    network: "M10 4.5v5M10 9.5 5 15M10 9.5l5 5.5M10 5.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM4.5 17.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM15.5 17.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
    anomalies: "M2.5 12h3l2-6 3.5 9 2.5-6 1 3h3",
    models: "M4 15.5V9.5M8 15.5V4.5M12 15.5v-8M16 15.5v-4",
    jobs: "M10 3.5a6.5 6.5 0 1 0 6.5 6.5M10 6.5V10l2.5 2M13 3.5h3.5V7",
    series: "M2.5 14.5 7 9l3.5 3 6.5-7.5M2.5 17h15",
    data: "M4 5.5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5S13.3 8 10 8 4 6.9 4 5.5zM4 5.5v9c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5v-9M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5",
    edit: "M4 16h2.5L15.5 7 13 4.5 4 13.5zM11 6.5 13.5 9",
    download: "M10 3v9M6.5 8.5 10 12l3.5-3.5M4 16.5h12",
    upload: "M10 12.5v-9M6.5 7 10 3.5 13.5 7M4 16.5h12",
    about: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.2V13.5M10 6.5v.2",
    menu: "M3 5.5h14M3 10h14M3 14.5h14",
    close: "M5 5l10 10M15 5 5 15",
    sun: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4",
    moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z",
    system: "M3 4.5h14v9H3zM7.5 17h5M10 13.5V17",
    chevron: "M7.5 5 12.5 10l-5 5",
    back: "M12.5 5 7.5 10l5 5",
    left: "M12.5 5 7.5 10l5 5",
    right: "M7.5 5 12.5 10l-5 5",
    plus: "M10 4.5v11M4.5 10h11",
    minus: "M4.5 10h11",
    reset: "M4 10a6 6 0 1 0 2-4.5L4 7.5M4 3.5v4h4",
    warning: "M10 3.5 17.5 16h-15zM10 8.5v3.5M10 13.8v.2",
    check: "M4 10.5 8 14.5 16 6",
    hospital: "M4 3.5h12v13H4zM10 6.5v7M6.5 10h7",
    settings: "M3 6h6M13 6h4M3 14h3M10 14h7M11 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    platform: "M3.5 4.5h13v4h-13zM3.5 11.5h13v4h-13zM6.5 6.5v.2M6.5 13.5v.2",
    person: "M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.8 16.8c.6-3 3-4.6 6.2-4.6s5.6 1.6 6.2 4.6",
    signOut: "M8 3.5H4v13h4M12.5 6.5 16 10l-3.5 3.5M16 10H8",
    key: "M7 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10.5 10H17v3M14 10v2",
    copy: "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
    print: "M6 7.5v-4h8v4M6 13.5H3.5v-6h13v6H14M6 11.5h8v5H6z",
    code: "M7 6 3 10l4 4M13 6l4 4-4 4M11.5 4 8.5 16",
    search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
};

/** Decorative: what it means is always also said in words next to it. */
export function Icon({ name, size = 18 }: { name: string; size?: number }) {
    return (
        <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={shapes[name] ?? ""} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
    );
}
