// The shapes of /api/v1's accounts, roles, keys and audit log by the names that the pages use: what openapi.json says
// (schema.ts).
export type {
    APIKey as ApiKey, APIKeyInput as ApiKeyInput, APIKeyScope as ApiKeyScope, APIKeyUse as ApiKeyUse, AuditEntry, AuditVerification,
    AuthSettings, Confirmation, Invitation, InvitationOffer as InvitationPreview, LinkedIdentity, Mail, Me, User as Member, NewAPIKey as NewApiKey, Permission,
    PermissionList, PersonSession, Tenant as PlatformTenant, Role, SecondFactorEnrolment, TenantSettings,
} from "./schema";
