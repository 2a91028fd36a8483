import { AreaRoutes, type AreaRoute } from "../app/AreaRoutes";
import { accountSections } from "./accountSections";
import { ProfilePage } from "./ProfilePage";
import { SecurityPage } from "./SecurityPage";
import { SessionsPage } from "./SessionsPage";

const routes: AreaRoute[] = [
    { pattern: /^\/account\/profile$/, screen: () => <ProfilePage /> },
    { pattern: /^\/account\/security$/, screen: () => <SecurityPage /> },
    { pattern: /^\/account\/sessions$/, screen: () => <SessionsPage /> },
];

/** What somebody sees and changes of their own account. */
export function AccountArea() {
    return <AreaRoutes routes={routes} root="/account" sections={accountSections} />;
}
