import type { ReactNode } from "react";
import { useAction } from "../api/useAction";
import { Dialog } from "./Dialog";
import { ErrorState } from "./states";

interface ConfirmDialogProps {
    title: string;
    /** What the button says: the deed itself, and not "OK". */
    action: string;
    children: ReactNode;
    act: () => Promise<unknown>;
    close: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, action, children, act, close }: ConfirmDialogProps) {
    const run = useAction(act);
    return (
        <Dialog title={title} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="button" className="button button-danger" disabled={run.isRunning} onClick={() => void run.run().then((isDone) => { if (isDone) close(); })}>{action}</button>
            </>
        }>
            <div className="stack">
                {children}
                {run.error && <ErrorState compact error={run.error} />}
            </div>
        </Dialog>
    );
}
