import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { Card } from "../../ui/layout";
import { Pending, Skeleton } from "../../ui/states";
import { SettingsPage } from "../SettingsPage";
import { DeletionCard } from "./DeletionCard";
import { TenantForm } from "./TenantForm";

/** What the tenant decides about itself. */
export function TenantPage() {
    const mayChange = useMay("settings.write");
    const mayDelete = useMay("tenant.delete");
    const settings = useResource("GET /tenant");
    return (
        <SettingsPage title="Tenant" lead="Name, time zone and what else holds for everybody of this utility.">
            <div className="stack">
                <Card>
                    <Pending resource={settings} skeleton={<Skeleton height={360} />}>{(data) => <TenantForm key={JSON.stringify(data)} settings={data} mayChange={mayChange} />}</Pending>
                </Card>
                {mayDelete && <DeletionCard />}
            </div>
        </SettingsPage>
    );
}
