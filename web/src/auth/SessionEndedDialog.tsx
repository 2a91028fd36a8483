import { useRouter } from "../app/router";
import { useResource } from "../api/useResource";
import { Dialog } from "../ui/Dialog";
import { OtherSignIns } from "./OtherSignIns";
import { useMe, useSessionStore } from "./SessionContext";
import { SignInForm } from "./SignInForm";

/** Over a page whose session has ended: after a sign-in of the same person everything goes on as it stood. */
export function SessionEndedDialog() {
    const { navigate } = useRouter();
    const store = useSessionStore();
    const me = useMe();
    const settings = useResource("GET /auth/settings");
    const leave = () => {
        store.leave();
        navigate("/sign-in", { replace: true });
    };
    return (
        <Dialog title="Your session has ended" isFirm close={leave} actions={<button type="button" className="button" onClick={leave}>Leave this page and sign in as somebody else</button>}>
            <p className="dialog-lead">Sign in again and go on where you are: nothing that you entered is lost.</p>
            <SignInForm fixedEmail={me.user.email} done={(now) => store.begin(now)}>
                <OtherSignIns providers={settings.data?.oidc ?? []} next="/" inOwnTab />
            </SignInForm>
        </Dialog>
    );
}
