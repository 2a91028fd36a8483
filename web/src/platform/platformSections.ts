/** The pages of the Platform area, as its tabs name them. */
export const platformSections = [
    { to: "/platform/tenants", label: "Tenants" },
    { to: "/platform/outbox", label: "Outbox" },
    { to: "/platform/audit", label: "Audit log" },
];
