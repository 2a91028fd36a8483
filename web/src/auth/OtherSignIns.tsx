import { client } from "../api/client";
import type { AuthSettings } from "../api/identity";

/** Sign-in by another service (OpenID Connect); in a tab of its own where this page must stay as it is; alone where there is no other way. */
export function OtherSignIns({ providers, next, inOwnTab, isAlone }: { providers: AuthSettings["oidc"]; next: string; inOwnTab?: boolean; isAlone?: boolean }) {
    if (providers.length === 0) return null;
    return (
        <div className="auth-others">
            {!isAlone && <p className="auth-or">or</p>}
            {providers.map(({ id, name }) => (
                <a key={id} className="button button-wide" href={client.address("GET /auth/oidc/{provider}/start", { path: { provider: id }, query: { next } })}
                    {...(inOwnTab ? { target: "_blank", rel: "noopener" } : {})}>
                    Sign in with {name}{inOwnTab && <span className="visually-hidden"> (opens a new tab)</span>}
                </a>
            ))}
        </div>
    );
}
