import { AreaPage, type AreaPageProps } from "../app/AreaPage";
import { useMe } from "../auth/SessionContext";
import { settingsSections } from "./settingsSections";

/** A page of the Settings area. */
export function SettingsPage(props: AreaPageProps) {
    const { permissions } = useMe();
    return <AreaPage area={{ name: "Settings", sections: settingsSections.filter(({ need }) => permissions.includes(need)) }} {...props} />;
}
