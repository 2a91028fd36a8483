// The shapes of /api/v1's accounts, roles, keys and audit log, as the pages read them.

export type Permission =
    | "grid.read" | "readings.write" | "readings.export" | "readings.edit" | "series.write" | "rules.write" | "jobs.cancel" | "connectors.write" | "retention.write"
    | "users.read" | "users.write" | "roles.write" | "keys.read" | "keys.write" | "settings.read" | "settings.write" | "audit.read" | "tenant.delete";

export interface Person {
    id: number;
    email: string;
    name: string;
    isPlatformOwner: boolean;
    hasSecondFactor: boolean;
}

export interface Membership {
    id: number;
    name: string;
    role: string;
    roleName: string;
    /** False while the tenant is suspended or being deleted: nobody works in it. */
    isActive: boolean;
}

/** Who is signed in, where, and what they may do there. */
export interface Me {
    user: Person;
    tenant: Membership | null;
    tenants: Membership[];
    permissions: Permission[];
}

export interface AuthSettings {
    registration: "open" | "invite" | "closed";
    passwordMinimumLength: number;
    oidc: { id: string; name: string }[];
    productName: string;
}

export type SignInAnswer = Me | { secondFactor: true; challenge: string };

export interface InvitationPreview {
    email: string;
    tenantName: string;
    roleName: string;
    invitedBy: string | null;
    expiresAt: string;
}

export interface PersonSession {
    id: string;
    isCurrent: boolean;
    method: string;
    address: string;
    userAgent: string;
    createdAt: string;
    lastUsedAt: string;
    expiresAt: string;
}

export interface SecondFactorEnrolment {
    secret: string;
    uri: string;
}

export interface SessionList {
    sessions: PersonSession[];
}

export interface TenantSettings {
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    units: "metric" | "usCustomary";
    /** What people should know of the tariff, as plain text. */
    tariff: string;
    /** Origins whose pages may call the API in a browser, with a token of their own. */
    allowedOrigins: string[];
    /** After how long without use a session ends; null: only with its own expiry. */
    sessionIdleMinutes: number | null;
}

export interface Member {
    id: number;
    name: string;
    email: string;
    role: string;
    isDisabled: boolean;
    hasSecondFactor: boolean;
    memberSince: string;
    /** When the newest of their sessions was last used. */
    lastSeenAt: string | null;
}

export interface MemberList {
    users: Member[];
    nextCursor: string | null;
}

export interface Invitation {
    id: number;
    email: string;
    role: string;
    createdAt: string;
    expiresAt: string;
    acceptedAt: string | null;
    revokedAt: string | null;
}

export interface InvitationList {
    invitations: Invitation[];
    nextCursor: string | null;
}

export interface PermissionList {
    permissions: { name: Permission; meaning: string }[];
}

export interface Role {
    code: string;
    name: string;
    isBuiltIn: boolean;
    permissions: Permission[];
    changedAt: string | null;
}

export interface RoleList {
    roles: Role[];
}

export interface ApiKey {
    id: number;
    name: string;
    /** What its text begins with, and the last characters of it: enough to tell it from others. */
    prefix: string;
    hint: string;
    state: "active" | "expired" | "revoked";
    scopes: Permission[];
    allowedAddresses: string[];
    requestsPerMinute: number | null;
    monthlyQuota: number | null;
    createdBy: string;
    createdAt: string;
    expiresAt: string | null;
    revokedAt: string | null;
    lastUsedAt: string | null;
    /** The key that comes after it, which it overlaps until it expires. */
    replacedBy: number | null;
}

export interface ApiKeyList {
    apiKeys: ApiKey[];
    nextCursor: string | null;
}

export interface ApiKeyInput {
    name: string;
    scopes: Permission[];
    allowedAddresses: string[];
    requestsPerMinute: number | null;
    monthlyQuota: number | null;
    expiresAt: string | null;
}

/** The only answer that holds a key's secret. */
export interface NewApiKey {
    apiKey: ApiKey;
    token: string;
}

export interface ApiKeyUse {
    from: string;
    to: string;
    requests: number;
    refused: number;
    /** Hours in which there was use; every other hour had none. */
    hours: { start: string; requests: number; refused: number }[];
}

export interface AuditEntry {
    number: number;
    at: string;
    actor: { kind: string; id: string; name: string; address: string };
    requestId: string;
    action: string;
    outcome: "done" | "refused";
    object: { kind: string; id: string };
    /** JSON as text: exactly what the hash was made of. */
    before: string | null;
    after: string | null;
    hash: string;
}

export interface AuditPage {
    entries: AuditEntry[];
    nextCursor: string | null;
}

/** What is wrong with the first entry that is not as it was. */
export type AuditFaultKind = "changed" | "missing" | "unchained" | "rewritten" | "truncated";

export interface AuditVerification {
    isIntact: boolean;
    /** Sound entries. */
    entries: number;
    /** The last sound one: `number:hash`. */
    head: string | null;
    /** Up to here the log was held against heads that were noted before; 0: there were none. */
    notedThrough: number;
    fault: { number: number; kind: AuditFaultKind } | null;
}

export interface PlatformTenant {
    id: number;
    code: string;
    name: string;
    timeZone: string;
    locale: string;
    currency: string;
    state: "active" | "suspended" | "deleting";
    createdAt: string;
    stateChangedAt: string | null;
    deleteAfter: string | null;
}

export interface TenantList {
    tenants: PlatformTenant[];
    nextCursor: string | null;
}

export interface Mail {
    id: number;
    recipient: string;
    subject: string;
    body: string;
    createdAt: string;
    sentAt: string | null;
    attempts: number;
    error: string | null;
}

export interface Outbox {
    mails: Mail[];
    nextCursor: string | null;
}
