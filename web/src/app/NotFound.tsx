import { Page } from "../ui/layout";
import { Link } from "./router";

export function NotFound({ what = "page" }: { what?: string }) {
    return (
        <Page title={`There is no such ${what}`} tabTitle="Not found">
            <div className="state state-empty">
                <p>
                    Nothing lives at <code>{window.location.pathname}</code>. It may have been mistyped, or the link is from another
                    installation.
                </p>
                <p>
                    <Link to="/">Go to the overview</Link>
                </p>
            </div>
        </Page>
    );
}
