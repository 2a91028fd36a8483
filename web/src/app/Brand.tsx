/** The mark and the name. */
export function Brand() {
    return (
        <>
            <span className="brand-mark" aria-hidden="true">
                <svg viewBox="0 0 32 32" width="26" height="26">
                    <rect width="32" height="32" rx="8" />
                    <path d="M7 20.5h4.2l3-9 4.2 12 3-7.5H25" />
                </svg>
            </span>
            <span className="brand-name">UrbanGrid</span>
        </>
    );
}
