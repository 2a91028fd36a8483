/** Pages that need no session. */
export const authPaths = ["/sign-in", "/sign-up", "/verify-email", "/forgot-password", "/reset-password", "/invitation"];

export function isAuthPath(path: string): boolean {
    return authPaths.includes(path.replace(/\/+$/, ""));
}
