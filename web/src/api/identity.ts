// The shapes of /api/v1's accounts, roles, keys and audit log by the names that the pages use: what openapi.json says
// (schema.ts), with permissions by name.
import type { APIKey as SentKey, APIKeyInput as SentKeyInput, Me as SentMe, PermissionList as SentPermissionList, Role as SentRole } from "./schema";

export type {
    APIKeyUse as ApiKeyUse, AccountTenant as Membership, AuditEntry, AuditList as AuditPage, AuditVerification, AuthSettings, Confirmation, Invitation, InvitationList, InvitationOffer as InvitationPreview, Mail, MailList as Outbox, PersonSession,
    PersonSessionList as SessionList, RecoveryCodes, SecondFactorEnrolment, Tenant as PlatformTenant, TenantList, TenantSettings, User as Member, UserList as MemberList,
} from "./schema";

export type Permission =
    | "grid.read" | "readings.write" | "readings.export" | "readings.edit" | "series.write" | "rules.write" | "jobs.cancel" | "connectors.write" | "retention.write"
    | "users.read" | "users.write" | "roles.write" | "keys.read" | "keys.write" | "settings.read" | "settings.write" | "audit.read" | "tenant.delete";

/** Who is signed in, where, and what they may do there. */
export interface Me extends Omit<SentMe, "permissions"> {
    permissions: Permission[];
}

export type SignInAnswer = Me | { secondFactor: true; challenge: string };

export interface PermissionList {
    permissions: (Omit<SentPermissionList["permissions"][number], "name"> & { name: Permission })[];
}

export interface Role extends Omit<SentRole, "permissions"> {
    permissions: Permission[];
}

export interface RoleList {
    roles: Role[];
}

export interface ApiKey extends Omit<SentKey, "scopes"> {
    scopes: Permission[];
}

export interface ApiKeyList {
    apiKeys: ApiKey[];
    nextCursor: string | null;
}

export interface ApiKeyInput extends Required<Omit<SentKeyInput, "scopes" | "allowedAddresses">> {
    scopes: Permission[];
    allowedAddresses: string[];
}

/** The only answer that holds a key's text. */
export interface NewApiKey {
    apiKey: ApiKey;
    token: string;
}
