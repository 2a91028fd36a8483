import { Fragment, type ReactNode } from "react";
import { useRouter } from "../app/router";
import { ForgotPasswordPage } from "./ForgotPasswordPage";
import { InvitationPage } from "./InvitationPage";
import { ResetPasswordPage } from "./ResetPasswordPage";
import { SignInPage } from "./SignInPage";
import { SignUpPage } from "./SignUpPage";
import { useHash } from "./useHash";
import { VerifyEmailPage } from "./VerifyEmailPage";

/** The pages before a session: each is a new page when the address changes, also by a link's token alone. */
export function AuthArea() {
    const { location } = useRouter();
    const hash = useHash();
    return <Fragment key={hash}>{pageAt(location.path)}</Fragment>;
}

function pageAt(path: string): ReactNode {
    switch (path.replace(/\/+$/, "")) {
        case "/sign-up": return <SignUpPage />;
        case "/verify-email": return <VerifyEmailPage />;
        case "/forgot-password": return <ForgotPasswordPage />;
        case "/reset-password": return <ResetPasswordPage />;
        case "/invitation": return <InvitationPage />;
        default: return <SignInPage />;
    }
}
