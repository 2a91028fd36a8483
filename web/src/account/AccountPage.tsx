import { AreaPage, type AreaPageProps } from "../app/AreaPage";
import { accountSections } from "./accountSections";

/** A page of one's own account. */
export function AccountPage(props: AreaPageProps) {
    return <AreaPage area={{ name: "Account", sections: accountSections }} {...props} />;
}
