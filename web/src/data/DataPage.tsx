import { AreaPage, type AreaPageProps } from "../app/AreaPage";
import { useMe } from "../auth/SessionContext";
import { dataSections } from "./dataSections";

/** A page of the Data area. */
export function DataPage(props: AreaPageProps) {
    const { permissions } = useMe();
    return <AreaPage area={{ name: "Data", sections: dataSections.filter(({ need }) => permissions.includes(need)) }} {...props} />;
}
