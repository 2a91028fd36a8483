// Made by scripts/check-api-types.mjs from openapi.json. Do not edit.

import type {
    APIKeyIds,
    SeriesBulkInput,
    BulkAnswer,
    Quantity,
    AssetKind,
    CityLoad,
    City,
    ZoneDetail,
    ZoneList,
    ZoneForecast,
    Network,
    Series,
    SeriesInput,
    SeriesList,
    ReadingsWindow,
    EnergyBalance,
    BalanceList,
    BalanceHints,
    LoadAllocation,
    Anomaly,
    AnomalyList,
    Model,
    ModelList,
    RetentionPolicy,
    Retention,
    RetentionReport,
    Job,
    JobList,
    Connector,
    ConnectorList,
    ConnectorInput,
    WeatherForecast,
    ReadingsInput,
    RevisionList,
    IngestReceipt,
    PartialReceipt,
    UploadInput,
    UploadJob,
    UploadReport,
    UploadWithGuess,
    UploadList,
    APIKey,
    APIKeyInput,
    APIKeyList,
    NewAPIKey,
    APIKeyRotation,
    APIKeyUse,
    ValidationRules,
    ValidationRulesInput,
    EstimationSettings,
    Finding,
    FindingList,
    FindingNote,
    EditOutcome,
    EditList,
    EditInput,
    RevertInput,
    DataQuality,
    Confirmation,
    Me,
    SignedIn,
    SecondFactorChallenge,
    AuthSettings,
    InvitationOffer,
    PersonSessionList,
    SecondFactorEnrolment,
    RecoveryCodes,
    User,
    UserList,
    RoleChoice,
    PermissionList,
    Role,
    RoleList,
    RoleInput,
    RoleDefinition,
    Invitation,
    InvitationList,
    InvitationInput,
    TenantSettings,
    AuditList,
    AuditVerification,
    Tenant,
    TenantList,
    MailList,
    TenantInput,
    TenantChange,
} from "./schema";

/** What each operation takes and answers, by its method and path. */
export interface Operations {
    "GET /city": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: City };
    "GET /city/load": { input: { query?: { from?: string; to?: string; points?: number }; headers?: { "If-None-Match"?: string } }; answer: CityLoad };
    "GET /zones": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: ZoneList };
    "GET /zones/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: ZoneDetail };
    "GET /zones/{id}/forecast": { input: { path: { id: number }; query?: { at?: string; past?: number }; headers?: { "If-None-Match"?: string } }; answer: ZoneForecast };
    "GET /network": { input: { query?: { kinds?: ("zone" | "line" | "transformer" | "load_point" | "generator" | "substation" | "critical_site")[]; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Network };
    "POST /series/bulk": { input: { headers?: { "Idempotency-Key"?: string }; body: SeriesBulkInput }; answer: BulkAnswer };
    "GET /series": { input: { query?: { assetKind?: AssetKind; assetId?: number; zoneId?: number; quantity?: Quantity; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: SeriesList };
    "POST /series": { input: { headers?: { "Idempotency-Key"?: string }; body: SeriesInput }; answer: Series };
    "GET /series/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Series };
    "GET /series/{id}/readings": { input: { path: { id: number }; query?: { from?: string; to?: string; points?: number }; headers?: { "If-None-Match"?: string } }; answer: ReadingsWindow };
    "GET /series/{id}/revisions": { input: { path: { id: number }; query?: { from?: string; to?: string; limit?: number; cursor?: string }; headers?: { "If-None-Match"?: string } }; answer: RevisionList };
    "POST /readings": { input: { query?: { partial?: "true" | "false" }; body: ReadingsInput }; answer: IngestReceipt | PartialReceipt };
    "GET /balance": { input: { query: { area: string; from?: string; to?: string; resolution?: "hour" | "day"; limitPercent?: number }; headers?: { "If-None-Match"?: string } }; answer: EnergyBalance };
    "GET /balance/hints": { input: { query: { area: string; from?: string; to?: string }; headers?: { "If-None-Match"?: string } }; answer: BalanceHints };
    "GET /balances": { input: { query?: { kind?: "feeder" | "substation" | "transformer" | "zone"; from?: string; to?: string; limitPercent?: number; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: BalanceList };
    "GET /allocation": { input: { query: { area: string; from?: string; to?: string; resolution?: "hour" | "day"; method?: "ratedKW" | "ratedMVA" | "customers" | "profile"; level?: "loadPoint" | "transformer"; lossesPercent?: number; limit?: number; cursor?: string }; headers?: { "If-None-Match"?: string } }; answer: LoadAllocation };
    "GET /uploads": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: UploadList };
    "POST /uploads": { input: { query?: { name?: string }; body: Blob | string }; answer: UploadWithGuess };
    "GET /uploads/{id}": { input: { path: { id: string }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: UploadWithGuess };
    "DELETE /uploads/{id}": { input: { path: { id: string } }; answer: undefined };
    "POST /uploads/{id}/preview": { input: { path: { id: string }; body: UploadInput }; answer: UploadReport };
    "POST /uploads/{id}/import": { input: { path: { id: string }; headers?: { "Idempotency-Key"?: string }; body: UploadInput }; answer: UploadJob };
    "GET /uploads/{id}/faults": { input: { path: { id: string } }; answer: Response };
    "GET /exports/readings": { input: { query?: { series?: string; zoneId?: number; quantity?: Quantity; from?: string; to?: string; format?: "csv" | "jsonl" | "xlsx" | "greenbutton"; layout?: "long" | "wide"; resolution?: "raw" | "hour" | "day"; timeZone?: string }; headers?: { "Accept-Encoding"?: string } }; answer: Response };
    "GET /anomalies": { input: { query?: { zoneId?: number; seriesId?: number; kind?: "spike" | "dropout" | "stuck" | "shift" | "theft" | "unusual"; from?: string; to?: string; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: AnomalyList };
    "GET /anomalies/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Anomaly };
    "GET /models": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: ModelList };
    "GET /models/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Model };
    "GET /retention": { input: { headers?: { "If-None-Match"?: string } }; answer: Retention };
    "PUT /retention": { input: { headers?: { "If-Match"?: string }; body: RetentionPolicy }; answer: Retention };
    "POST /retention/preview": { input: { body: RetentionPolicy }; answer: RetentionReport };
    "POST /retention/run": { input: { headers?: { "Idempotency-Key"?: string } }; answer: Job };
    "GET /jobs": { input: { query?: { state?: "queued" | "running" | "succeeded" | "failed" | "cancelled"; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: JobList };
    "GET /jobs/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Job };
    "POST /jobs/{id}/cancel": { input: { path: { id: number }; headers?: { "Idempotency-Key"?: string } }; answer: Job };
    "GET /connectors": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: ConnectorList };
    "GET /connectors/{name}": { input: { path: { name: "open-meteo-weather" | "open-meteo-air-quality" | "openaq" }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Connector };
    "PUT /connectors/{name}": { input: { path: { name: "open-meteo-weather" | "open-meteo-air-quality" | "openaq" }; headers?: { "If-Match"?: string }; body: ConnectorInput }; answer: Connector };
    "POST /connectors/{name}/run": { input: { path: { name: "open-meteo-weather" | "open-meteo-air-quality" | "openaq" }; headers?: { "Idempotency-Key"?: string } }; answer: Job };
    "GET /series/{id}/forecast": { input: { path: { id: number }; query?: { at?: string }; headers?: { "If-None-Match"?: string } }; answer: WeatherForecast };
    "POST /api-keys/revoke": { input: { headers?: { "Idempotency-Key"?: string }; body: APIKeyIds }; answer: BulkAnswer };
    "GET /api-keys": { input: { query?: { state?: "active" | "expired" | "revoked"; maker?: string; search?: string; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: APIKeyList };
    "POST /api-keys": { input: { headers?: { "Idempotency-Key"?: string }; body: APIKeyInput }; answer: NewAPIKey };
    "GET /api-keys/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: APIKey };
    "PUT /api-keys/{id}": { input: { path: { id: number }; headers?: { "If-Match"?: string }; body: APIKeyInput }; answer: APIKey };
    "DELETE /api-keys/{id}": { input: { path: { id: number }; headers?: { "If-Match"?: string } }; answer: APIKey };
    "POST /api-keys/{id}/rotate": { input: { path: { id: number }; headers?: { "Idempotency-Key"?: string }; body: APIKeyRotation }; answer: NewAPIKey };
    "GET /api-keys/{id}/use": { input: { path: { id: number }; query?: { from?: string; to?: string }; headers?: { "If-None-Match"?: string } }; answer: APIKeyUse };
    "GET /live/zones": { input: { headers?: { "Last-Event-ID"?: string } }; answer: Response };
    "GET /openapi.json": { input: { headers?: { "If-None-Match"?: string } }; answer: Record<string, unknown> };
    "GET /validation-rules": { input: { query: { quantity: Quantity }; headers?: { "If-None-Match"?: string } }; answer: ValidationRules };
    "PUT /validation-rules": { input: { query: { quantity: Quantity }; headers?: { "If-Match"?: string }; body: ValidationRulesInput }; answer: ValidationRules };
    "GET /series/{id}/validation-rules": { input: { path: { id: number }; headers?: { "If-None-Match"?: string } }; answer: ValidationRules };
    "PUT /series/{id}/validation-rules": { input: { path: { id: number }; headers?: { "If-Match"?: string }; body: ValidationRulesInput }; answer: ValidationRules };
    "GET /estimation-settings": { input: { headers?: { "If-None-Match"?: string } }; answer: EstimationSettings };
    "PUT /estimation-settings": { input: { headers?: { "If-Match"?: string }; body: EstimationSettings }; answer: EstimationSettings };
    "GET /findings": { input: { query?: { zoneId?: number; seriesId?: number; kind?: "range" | "rateOfChange" | "flatline" | "spike" | "gap" | "ancientTimestamp" | "futureTimestamp" | "intervalMismatch" | "unitMismatch" | "registerRollover" | "registerReset" | "registerOutage"; state?: "open" | "estimated" | "dismissed" | "resolved"; from?: string; to?: string; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: FindingList };
    "POST /findings/{id}/dismiss": { input: { path: { id: number }; headers?: { "Idempotency-Key"?: string }; body: FindingNote }; answer: Finding };
    "POST /estimations": { input: { headers?: { "Idempotency-Key"?: string } }; answer: Job };
    "GET /data-quality": { input: { query?: { days?: number }; headers?: { "If-None-Match"?: string } }; answer: DataQuality };
    "GET /zones/{id}/data-quality": { input: { path: { id: number }; query?: { days?: number }; headers?: { "If-None-Match"?: string } }; answer: DataQuality };
    "POST /series/{id}/edits": { input: { path: { id: number }; headers?: { "Idempotency-Key"?: string }; body: EditInput }; answer: EditOutcome };
    "GET /edits": { input: { query?: { seriesId?: number; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: EditList };
    "GET /edits/{id}": { input: { path: { id: number }; headers?: { "If-None-Match"?: string } }; answer: EditOutcome };
    "POST /edits/{id}/revert": { input: { path: { id: number }; headers?: { "Idempotency-Key"?: string }; body: RevertInput }; answer: EditOutcome };
    "GET /auth/settings": { input: { headers?: { "If-None-Match"?: string } }; answer: AuthSettings };
    "POST /auth/register": { input: { body: { email: string; name: string; password: string; invitation?: string | null; } }; answer: undefined };
    "POST /auth/verify-email": { input: { body: { token: string; } }; answer: undefined };
    "POST /auth/verify-email/resend": { input: { body: { email: string; } }; answer: undefined };
    "POST /auth/login": { input: { headers?: { "X-Token-Delivery"?: "body" | "cookie" }; body: { email: string; password: string; isPersistent?: boolean | null; } }; answer: SignedIn | SecondFactorChallenge };
    "POST /auth/login/second-factor": { input: { headers?: { "X-Token-Delivery"?: "body" | "cookie" }; body: { challenge: string; code: string; } }; answer: SignedIn };
    "POST /auth/refresh": { input: { headers?: { "X-Token-Delivery"?: "body" | "cookie" }; body?: { refreshToken?: string | null; } }; answer: SignedIn };
    "POST /auth/logout": { input: { body?: { refreshToken?: string | null; } }; answer: undefined };
    "POST /auth/password/forgot": { input: { body: { email: string; } }; answer: undefined };
    "POST /auth/password/reset": { input: { body: { token: string; password: string; } }; answer: undefined };
    "POST /auth/tenant": { input: { headers?: { "X-Token-Delivery"?: "body" | "cookie" }; body: { tenantId: number; } }; answer: SignedIn };
    "GET /auth/oidc/{provider}/start": { input: { path: { provider: string }; query?: { next?: string } }; answer: undefined };
    "GET /auth/oidc/{provider}/callback": { input: { path: { provider: string }; query?: { state?: string; code?: string; iss?: string; error?: string; error_description?: string; error_uri?: string; session_state?: string; scope?: string; authuser?: string; prompt?: string; hd?: string } }; answer: undefined };
    "POST /auth/invitation/preview": { input: { body: { token: string; } }; answer: InvitationOffer };
    "POST /auth/invitation/accept": { input: { headers?: { "X-Token-Delivery"?: "body" | "cookie" }; body: { token: string; } }; answer: SignedIn };
    "GET /me": { input: { headers?: { "If-None-Match"?: string } }; answer: Me };
    "PUT /me": { input: { body: { name: string; } }; answer: Me };
    "POST /me/password": { input: { body: { currentPassword: string; newPassword: string; } }; answer: undefined };
    "GET /me/sessions": { input: { headers?: { "If-None-Match"?: string } }; answer: PersonSessionList };
    "POST /me/sessions/end-others": { input: { body: Confirmation }; answer: undefined };
    "POST /me/sessions/{id}/end": { input: { path: { id: string }; body: Confirmation }; answer: undefined };
    "DELETE /me/tenants/{id}/deletion": { input: { path: { id: number } }; answer: undefined };
    "POST /me/second-factor": { input: { body: Confirmation }; answer: SecondFactorEnrolment };
    "POST /me/second-factor/confirm": { input: { body: { code: string; } }; answer: RecoveryCodes };
    "POST /me/second-factor/recovery-codes": { input: { body: Confirmation }; answer: RecoveryCodes };
    "POST /me/second-factor/disable": { input: { body: Confirmation }; answer: undefined };
    "GET /users": { input: { query?: { search?: string; role?: string; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: UserList };
    "GET /users/{id}": { input: { path: { id: number }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: User };
    "PUT /users/{id}": { input: { path: { id: number }; headers?: { "If-Match"?: string }; body: RoleChoice }; answer: User };
    "DELETE /users/{id}": { input: { path: { id: number }; query?: { revoke?: ("apiKeys" | "invitations")[] }; headers?: { "If-Match"?: string } }; answer: undefined };
    "GET /permissions": { input: { headers?: { "If-None-Match"?: string } }; answer: PermissionList };
    "GET /roles": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: RoleList };
    "POST /roles": { input: { headers?: { "Idempotency-Key"?: string }; body: RoleInput }; answer: Role };
    "GET /roles/{code}": { input: { path: { code: string }; query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: Role };
    "PUT /roles/{code}": { input: { path: { code: string }; headers?: { "If-Match"?: string }; body: RoleDefinition }; answer: Role };
    "DELETE /roles/{code}": { input: { path: { code: string }; headers?: { "If-Match"?: string } }; answer: undefined };
    "GET /invitations": { input: { query?: { state?: "open" | "accepted" | "revoked" | "expired"; invitedBy?: number; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: InvitationList };
    "POST /invitations": { input: { headers?: { "Idempotency-Key"?: string }; body: InvitationInput }; answer: Invitation };
    "DELETE /invitations/{id}": { input: { path: { id: number } }; answer: undefined };
    "POST /invitations/{id}/resend": { input: { path: { id: number }; headers?: { "Idempotency-Key"?: string } }; answer: Invitation };
    "POST /tenant/deletion": { input: { body: { code: string; password: string; } }; answer: { state: "deleting"; deleteAfter: string; } };
    "GET /tenant": { input: { query?: { fields?: string }; headers?: { "If-None-Match"?: string } }; answer: TenantSettings };
    "PUT /tenant": { input: { headers?: { "If-Match"?: string }; body: TenantSettings }; answer: TenantSettings };
    "GET /audit": { input: { query?: { actor?: string; action?: string; object?: string; from?: string; to?: string; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: AuditList };
    "GET /audit/export": { input: { query?: { actor?: string; action?: string; object?: string; from?: string; to?: string; format?: "csv" | "jsonl" } }; answer: Response };
    "GET /audit/verification": { input: { query?: { expected?: string }; headers?: { "If-None-Match"?: string } }; answer: AuditVerification };
    "GET /platform/tenants": { input: { query?: { limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: TenantList };
    "POST /platform/tenants": { input: { body: TenantInput }; answer: Tenant };
    "PUT /platform/tenants/{id}": { input: { path: { id: number }; body: TenantChange }; answer: Tenant };
    "GET /platform/outbox": { input: { query?: { limit?: number; cursor?: string }; headers?: { "If-None-Match"?: string } }; answer: MailList };
    "GET /platform/audit": { input: { query?: { actor?: string; action?: string; object?: string; from?: string; to?: string; limit?: number; cursor?: string; fields?: string }; headers?: { "If-None-Match"?: string } }; answer: AuditList };
    "GET /platform/audit/export": { input: { query?: { actor?: string; action?: string; object?: string; from?: string; to?: string; format?: "csv" | "jsonl" } }; answer: Response };
    "GET /platform/audit/verification": { input: { query?: { expected?: string }; headers?: { "If-None-Match"?: string } }; answer: AuditVerification };
}

