/** The pages of one's own account, as its tabs name them. */
export const accountSections = [
    { to: "/account/profile", label: "Profile" },
    { to: "/account/security", label: "Password and second factor" },
    { to: "/account/sessions", label: "Sessions" },
];
