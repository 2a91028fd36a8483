import { Component, type ErrorInfo, type ReactNode } from "react";

interface Props {
    children: ReactNode;
    /** A new value (the page's path) gives the screen another try. */
    resetKey: string;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
    override state: { error: Error | null } = { error: null };

    static getDerivedStateFromError(error: Error) {
        return { error };
    }

    override componentDidCatch(error: Error, info: ErrorInfo) {
        console.error("A screen failed", error, info.componentStack);
    }

    override componentDidUpdate(previous: Props) {
        if (previous.resetKey !== this.props.resetKey && this.state.error) this.setState({ error: null });
    }

    override render() {
        const { error } = this.state;
        if (!error) return this.props.children;
        return (
            <section className="page">
                <div className="state state-error" role="alert">
                    <div className="state-words">
                        <h1>This screen failed</h1>
                        <p>It is a fault in the page, not in your data. The other screens still work.</p>
                        <p className="mono">{error.message}</p>
                    </div>
                    <button type="button" className="button" onClick={() => this.setState({ error: null })}>
                        Try again
                    </button>
                </div>
            </section>
        );
    }
}
