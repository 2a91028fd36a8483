import type { AuditVerification } from "../../api/identity";

/** Actions in words; others are shown by their names. */
const actions: Record<string, string> = {
    "session.begin": "Signed in", "session.end": "Session ended", "session.endOthers": "Other sessions ended", "session.reuse": "Used token shown again: session ended", "session.secondFactor": "Code of the second factor",
    "access.refuse": "Refused: permission missing",
    "session.chooseTenant": "Tenant chosen", "session.enterTenant": "Entered with a session", "session.leaveTenant": "Left for another tenant",
    "user.create": "Account made", "user.register": "Registered", "user.verifyEmail": "Address confirmed", "user.rename": "Name changed", "user.disable": "Account disabled", "user.enable": "Account enabled",
    "user.changePassword": "Password changed", "user.forgotPassword": "New password asked for", "user.resetPassword": "Password reset", "user.makePlatformOwner": "Made platform owner",
    "user.confirmSecondFactor": "Second factor turned on", "user.disableSecondFactor": "Second factor turned off", "user.renewRecoveryCodes": "New recovery codes",
    "invitation.create": "Invited", "invitation.resend": "Invitation sent again", "invitation.revoke": "Invitation taken back", "invitation.accept": "Invitation accepted",
    "member.add": "User joined", "member.changeRole": "Role of a user changed", "member.remove": "User removed", "role.create": "Role made", "role.change": "Role changed", "role.delete": "Role deleted",
    "apiKey.create": "API key made", "apiKey.change": "API key changed", "apiKey.rotate": "API key rotated", "apiKey.revoke": "API key revoked",
    "settings.change": "Settings changed", "tenant.create": "Tenant made", "tenant.suspend": "Tenant suspended", "tenant.resume": "Tenant resumed", "tenant.delete": "Tenant deletion begun", "tenant.requestDeletion": "Tenant deletion asked for", "tenant.withdrawDeletion": "Tenant deletion taken back",
    "readings.edit": "Readings edited", "readings.revertEdit": "Edit taken back", "readings.estimate": "Estimation begun", "readings.delete": "Readings deleted", "finding.dismiss": "Finding dismissed",
    "rules.change": "Rules changed", "estimationSettings.change": "Estimation changed", "series.create": "Series made", "job.cancel": "Job cancelled",
    "secret.set": "Secret stored", "secret.remove": "Secret removed", "readings.import": "Readings imported", "tenant.erase": "Tenant erased", "user.deleteUnverified": "Unconfirmed account deleted", "auditLog.note": "Hash of the log noted", "outbox.read": "Outbox looked at",
    "connector.change": "Connector changed", "connector.run": "Connector polled", "retention.change": "Retention changed", "retention.run": "Retention run begun",
    "upload.create": "File sent", "upload.check": "File checked", "upload.import": "Import of a file begun", "upload.store": "File imported", "network.import": "Network imported", "mongo.begin": "Takeover of a dump begun", "mongo.import": "Dump taken over", "upload.delete": "File deleted",
};

export function actionLabel(action: string): string {
    return actions[action] ?? action;
}

/** What the filter offers: everything of a kind. */
export const actionKinds: [prefix: string, label: string][] = [
    ["session.", "Sign-ins and sessions"], ["access.", "Refused requests"], ["user.", "Accounts"], ["invitation.", "Invitations"], ["member.", "Users"], ["role.", "Roles"], ["apiKey.", "API keys"],
    ["settings.", "Settings"], ["tenant.", "Tenants"], ["readings.", "Readings"], ["finding.", "Findings"], ["rules.", "Rules"], ["series.", "Series"],
    ["connector.", "Connectors"], ["retention.", "Retention"], ["upload.", "Files"], ["job.", "Jobs"], ["outbox.", "Outbox"],
];

export const faultTexts: Record<NonNullable<AuditVerification["fault"]>["kind"], string> = {
    changed: "its fields are not those that its hash was made of: somebody changed it",
    missing: "entries are gone from here on",
    unchained: "it does not follow from the entry before it: one was put in or exchanged",
    rewritten: "its hash is another than was noted when it was the newest",
    truncated: "the log ends before an entry that was noted as the newest",
};

export interface AuditChange {
    /** A place in the document, such as `limits.perMinute`. */
    field: string;
    before: string | null;
    after: string | null;
}

/** Field by field what differs between two JSON documents; null stands for a field that is not there. */
export function auditChanges(before: string | null, after: string | null): AuditChange[] {
    const [old, now] = [flat(parsed(before)), flat(parsed(after))];
    const fields = [...new Set([...old.keys(), ...now.keys()])];
    return fields.map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null })).filter((change) => change.before !== change.after);
}

/** A document that is no JSON is shown as it is. */
function parsed(text: string | null): unknown {
    if (text === null) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function flat(value: unknown, at = ""): Map<string, string> {
    if (value === undefined) return new Map();
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
        return new Map(Object.entries(value).flatMap(([name, part]) => [...flat(part, at === "" ? name : `${at}.${name}`)]));
    }
    return new Map([[at || "value", Array.isArray(value) ? value.map(textOf).join(", ") : textOf(value)]]);
}

function textOf(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
