import type { OpenApiDocument } from "../developers/description/ApiDescription";
import { getJSON, withQuery } from "./client";
import type {
    ApiKey, ApiKeyList, ApiKeyUse, AuditPage, AuthSettings, InvitationList, MemberList, Outbox, PermissionList, RoleList, SessionList,
    TenantList, TenantSettings,
} from "./identity";
import type {
    Anomaly,
    AnomalyList,
    BalanceHints,
    BalanceList,
    City,
    CityLoad,
    ConnectorList,
    DataQuality,
    EditList,
    EnergyBalance,
    EstimationSettings,
    FindingList,
    Job,
    Model,
    Network,
    Readings,
    Series,
    SeriesList,
    Retention,
    UploadList,
    UploadWithGuess,
    ValidationRules,
    ZoneDetail,
    ZoneForecast,
    ZoneList,
} from "./types";

/** One function a route; each names the path it reads, so that a cache key is simply that path. */
export const paths = {
    city: () => "/city",
    cityLoad: (query: { from: string; to: string; points: number }) => withQuery("/city/load", query),
    zones: () => "/zones",
    zone: (id: number) => `/zones/${id}`,
    forecast: (id: number, query: { at?: string | null; past?: number }) => withQuery(`/zones/${id}/forecast`, query),
    network: (kinds: string[]) => `/network?kinds=${kinds.join(",")}`,
    seriesList: (query: SeriesQuery) => withQuery("/series", { ...query }),
    series: (id: number) => `/series/${id}`,
    readings: (id: number, query: { from: string; to: string; points: number }) =>
        withQuery(`/series/${id}/readings`, query),
    anomalies: (query: AnomalyQuery) => withQuery("/anomalies", { ...query }),
    anomaly: (id: number) => `/anomalies/${id}`,
    models: () => "/models",
    model: (id: number) => `/models/${id}`,
    jobs: (state?: string) => withQuery("/jobs", { state }),
    job: (id: number) => `/jobs/${id}`,
    balances: (query: { kind: string; from: string; to: string; limit?: number; cursor?: string | null }) => withQuery("/balances", query),
    balance: (query: { area: string; from: string; to: string; resolution: "hour" | "day" }) => withQuery("/balance", query),
    balanceHints: (query: { area: string; from: string; to: string }) => withQuery("/balance/hints", query),
    connectors: () => "/connectors",
    connector: (name: string) => `/connectors/${name}`,
    dataQuality: (query: { days: number }) => withQuery("/data-quality", query),
    zoneDataQuality: (id: number, query: { days: number }) => withQuery(`/zones/${id}/data-quality`, query),
    findings: (query: FindingQuery) => withQuery("/findings", { ...query }),
    dismissFinding: (id: number) => `/findings/${id}/dismiss`,
    edits: (query: { seriesId: number; limit: number; cursor?: string | null }) => withQuery("/edits", query),
    seriesEdits: (seriesId: number) => `/series/${seriesId}/edits`,
    revertEdit: (id: number) => `/edits/${id}/revert`,
    quantityRules: (quantity: string) => withQuery("/validation-rules", { quantity }),
    estimationSettings: () => "/estimation-settings",
    seriesRules: (id: number) => `/series/${id}/validation-rules`,
    retention: () => "/retention",
    uploads: () => "/uploads",
    upload: (id: string) => `/uploads/${id}`,
    uploadFaults: (id: string) => `/uploads/${id}/faults`,
    authSettings: () => "/auth/settings",
    mySessions: () => "/me/sessions",
    tenant: () => "/tenant",
    tenantDeletion: () => "/tenant/deletion",
    ownTenantDeletion: (id: number) => `/me/tenants/${id}/deletion`,
    users: (query: { search?: string | null; role?: string | null; limit?: number; cursor?: string | null } = {}) => withQuery("/users", query),
    user: (id: number) => `/users/${id}`,
    invitations: (query: { state?: string | null; invitedBy?: number; limit?: number; cursor?: string | null } = {}) => withQuery("/invitations", query),
    invitation: (id: number) => `/invitations/${id}`,
    permissions: () => "/permissions",
    roles: () => "/roles",
    role: (code: string) => `/roles/${encodeURIComponent(code)}`,
    apiKeys: (query: { state?: string | null; maker?: string | null; search?: string | null; limit?: number; cursor?: string | null } = {}) => withQuery("/api-keys", query),
    apiKey: (id: number) => `/api-keys/${id}`,
    apiKeyUse: (id: number, query: { from: string; to: string }) => withQuery(`/api-keys/${id}/use`, query),
    audit: (query: AuditQuery) => withQuery("/audit", { ...query }),
    platformAudit: (query: AuditQuery) => withQuery("/platform/audit", { ...query }),
    platformTenants: (query: { limit?: number; cursor?: string | null } = {}) => withQuery("/platform/tenants", query),
    platformTenant: (id: number) => `/platform/tenants/${id}`,
    outbox: (query: { limit?: number; cursor?: string | null } = {}) => withQuery("/platform/outbox", query),
    openApi: () => "/openapi.json",
};

export interface SeriesQuery {
    assetKind?: string;
    assetId?: number;
    zoneId?: number;
    quantity?: string;
    limit?: number;
    cursor?: string | null;
}

export interface AnomalyQuery {
    zoneId?: number | null;
    seriesId?: number | null;
    kind?: string | null;
    from?: string;
    to?: string;
    limit?: number;
    cursor?: string | null;
}

export interface FindingQuery {
    zoneId?: number | null;
    seriesId?: number | null;
    kind?: string | null;
    state?: string | null;
    from?: string;
    to?: string;
    limit?: number;
    cursor?: string | null;
}

export interface AuditQuery {
    actor?: string | null;
    action?: string | null;
    object?: string | null;
    from?: string;
    to?: string;
    limit?: number;
    cursor?: string | null;
}

export interface Responses {
    city: City;
    cityLoad: CityLoad;
    zones: ZoneList;
    zone: ZoneDetail;
    forecast: ZoneForecast;
    network: Network;
    seriesList: SeriesList;
    series: Series;
    readings: Readings;
    anomalies: AnomalyList;
    anomaly: Anomaly;
    models: { models: Model[] };
    model: Model;
    jobs: { jobs: Job[] };
    job: Job;
    balances: BalanceList;
    balance: EnergyBalance;
    balanceHints: BalanceHints;
    connectors: ConnectorList;
    dataQuality: DataQuality;
    findings: FindingList;
    edits: EditList;
    validationRules: ValidationRules;
    estimationSettings: EstimationSettings;
    retention: Retention;
    uploads: UploadList;
    upload: UploadWithGuess;
    authSettings: AuthSettings;
    mySessions: SessionList;
    tenant: TenantSettings;
    users: MemberList;
    invitations: InvitationList;
    permissions: PermissionList;
    roles: RoleList;
    apiKeys: ApiKeyList;
    apiKey: ApiKey;
    apiKeyUse: ApiKeyUse;
    audit: AuditPage;
    platformTenants: TenantList;
    outbox: Outbox;
    openApi: OpenApiDocument;
}

export function fetchFrom<Name extends keyof Responses>(_name: Name, path: string, signal?: AbortSignal): Promise<Responses[Name]> {
    return getJSON<Responses[Name]>(path, signal);
}
