import { useRouter } from "../app/router";

/** Why another service was not linked; the server's redirect names it. */
const faults: Record<string, string> = {
    oidcExpired: "That took too long, began in another browser, or you signed out meanwhile. Nothing was linked: try again.",
    oidcRefused: "The other service did not let you in, so nothing was linked.",
    oidcUnavailable: "The other service cannot be reached at the moment. Nothing was linked: try again later.",
    oidcOtherDomain: "Only accounts with a verified e-mail address of your utility's domains can be linked there. Nothing was linked.",
    oidcTaken: "That account of the other service opens somebody else's account here. Nothing was linked: sign in there with another one.",
    oidcLinkedAlready: "That account of the other service is linked already.",
    oidcTooManyLinked: "You have linked as many accounts as one person may have: unlink one first.",
    oidcTooMany: "Too many attempts from where you are. Wait some minutes, then try again.",
};

/** How linking an account at another service ended, once the browser is back. */
export function LinkingNote() {
    const { location } = useRouter();
    const note = location.query.get("note") ?? "";
    if (note === "oidcLinked") return <p className="callout callout-good linking-note" role="status">It is linked: you can sign in with it from now on. You were signed out everywhere else.</p>;
    const fault = faults[note];
    return fault === undefined ? null : <p className="callout callout-warning linking-note" role="alert">{fault}</p>;
}
