import { lazyArea } from "../ui/lazyArea";

export const AuthArea = lazyArea("Sign in", () => import("../auth/AuthArea").then((module) => module.AuthArea));
export const DataArea = lazyArea("Data", () => import("../data/DataArea").then((module) => module.DataArea));
export const AccountArea = lazyArea("Account", () => import("../account/AccountArea").then((module) => module.AccountArea));
export const SettingsArea = lazyArea("Settings", () => import("../admin/SettingsArea").then((module) => module.SettingsArea));
export const DevelopersArea = lazyArea("Developers", () => import("../developers/DevelopersArea").then((module) => module.DevelopersArea));
export const PlatformArea = lazyArea("Platform", () => import("../platform/PlatformArea").then((module) => module.PlatformArea));
