import { AreaPage, type AreaPageProps } from "../app/AreaPage";
import { platformSections } from "./platformSections";

/** A page of the Platform area. */
export function PlatformPage(props: AreaPageProps) {
    return <AreaPage area={{ name: "Platform", sections: platformSections }} {...props} />;
}
