import { useRouter } from "../app/router";
import { ForgotPasswordPage } from "./ForgotPasswordPage";
import { InvitationPage } from "./InvitationPage";
import { ResetPasswordPage } from "./ResetPasswordPage";
import { SignInPage } from "./SignInPage";
import { SignUpPage } from "./SignUpPage";
import { VerifyEmailPage } from "./VerifyEmailPage";

/** The pages before a session: each is a new page when the address changes. */
export function AuthArea() {
    const { location } = useRouter();
    switch (location.path.replace(/\/+$/, "")) {
        case "/sign-up": return <SignUpPage />;
        case "/verify-email": return <VerifyEmailPage />;
        case "/forgot-password": return <ForgotPasswordPage />;
        case "/reset-password": return <ResetPasswordPage />;
        case "/invitation": return <InvitationPage />;
        default: return <SignInPage />;
    }
}
