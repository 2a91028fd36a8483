import { useEffect, type ReactNode } from "react";
import type { Permission } from "../api/identity";
import { useMe } from "../auth/SessionContext";
import { Forbidden } from "./Forbidden";
import { NotFound } from "./NotFound";
import { useRouter } from "./router";

/** A page below an area's path; without a need the area's own is enough. */
export interface AreaRoute {
    pattern: RegExp;
    need?: Permission;
    screen: (...parts: string[]) => ReactNode;
}

interface AreaRoutesProps {
    routes: AreaRoute[];
    /** The area's path, which leads to the first of these that opens. */
    root: string;
    sections: { to: string; need?: Permission }[];
}

/** What lies below an area's path, each page for those who may see it. */
export function AreaRoutes({ routes, root, sections }: AreaRoutesProps) {
    const { location } = useRouter();
    const { permissions } = useMe();
    const may = (need: Permission | undefined) => need === undefined || permissions.includes(need);
    const path = location.path.replace(/\/+$/, "");
    if (path === root) {
        const first = sections.find(({ need }) => may(need));
        if (first) return <Redirect to={first.to} />;
        return sections[0]?.need ? <Forbidden need={sections[0].need} /> : <NotFound />;
    }
    for (const { pattern, need, screen } of routes) {
        const match = pattern.exec(path);
        if (match) return need !== undefined && !may(need) ? <Forbidden need={need} /> : <>{screen(...match.slice(1))}</>;
    }
    return <NotFound />;
}

function Redirect({ to }: { to: string }) {
    const { navigate } = useRouter();
    useEffect(() => navigate(to, { replace: true }), [navigate, to]);
    return null;
}
