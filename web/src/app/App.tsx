import { CityProvider, CityGate } from "../city/CityContext";
import { SessionGate } from "../auth/SessionGate";
import { SessionProvider, useMe } from "../auth/SessionContext";
import type { EventStream } from "../live/LiveClient";
import { ErrorBoundary } from "./ErrorBoundary";
import { Forbidden } from "./Forbidden";
import { NoTenant } from "./NoTenant";
import { RouterProvider, useRouter } from "./router";
import { routeFor } from "./routes";
import { SecondFactorNeeded } from "./SecondFactorNeeded";
import { Shell } from "./Shell";

export function App({ open }: { open?: (url: string) => EventStream }) {
    return (
        <RouterProvider>
            <SessionProvider>
                <SessionGate>
                    <CityProvider {...(open ? { open } : {})}>
                        <Shell>
                            <Screen />
                        </Shell>
                    </CityProvider>
                </SessionGate>
            </SessionProvider>
        </RouterProvider>
    );
}

function Screen() {
    const { location } = useRouter();
    const { user, tenant, permissions, secondFactorRequired } = useMe();
    const { need, isOfCity, show } = routeFor(location.path);
    if (secondFactorRequired && need !== "person") return <SecondFactorNeeded />;
    if (need === "platform" && !user.isPlatformOwner) return <Forbidden need={need} />;
    if (need !== "platform" && need !== "person") {
        if (tenant === null) return <NoTenant />;
        if (!permissions.includes(need)) return <Forbidden need={need} />;
    }
    return <ErrorBoundary resetKey={location.path}>{isOfCity ? <CityGate>{show()}</CityGate> : show()}</ErrorBoundary>;
}
