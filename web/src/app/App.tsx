import { CityProvider } from "../city/CityContext";
import type { EventStream } from "../live/LiveClient";
import { ErrorState, Skeleton } from "../ui/states";
import { ErrorBoundary } from "./ErrorBoundary";
import { RouterProvider, useRouter } from "./router";
import { screenFor } from "./routes";
import { Shell } from "./Shell";

export function App({ open }: { open?: (url: string) => EventStream }) {
    return (
        <RouterProvider>
            <CityProvider
                {...(open ? { open } : {})}
                whenPending={(city) => (
                    <main className="boot">
                        <h1>UrbanGrid</h1>
                        {city.error ? <ErrorState error={city.error} retry={city.retry} /> : <Skeleton lines={4} />}
                    </main>
                )}
            >
                <Shell>
                    <Screen />
                </Shell>
            </CityProvider>
        </RouterProvider>
    );
}

function Screen() {
    const { location } = useRouter();
    return <ErrorBoundary resetKey={location.path}>{screenFor(location.path)}</ErrorBoundary>;
}
