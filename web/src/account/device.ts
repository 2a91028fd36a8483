const browsers: [name: string, pattern: RegExp][] = [
    ["Edge", /\bEdg(?:e|A|iOS)?\/(\d+)/], ["Opera", /\bOPR\/(\d+)/], ["Samsung Internet", /\bSamsungBrowser\/(\d+)/], ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
    ["Chrome", /\b(?:Chrome|CriOS)\/(\d+)/], ["Safari", /\bVersion\/(\d+).*Safari\//], ["curl", /^curl\/(\d+)/],
];
const systems: [name: string, pattern: RegExp][] = [
    ["iPhone", /\biPhone\b/], ["iPad", /\biPad\b/], ["Android", /\bAndroid\b/], ["Windows", /\bWindows\b/], ["macOS", /\bMac OS X\b|\bMacintosh\b/], ["ChromeOS", /\bCrOS\b/], ["Linux", /\bLinux\b/],
];

/** `Firefox 128 on Linux`, from what the browser said of itself; what is not known stays as it was said. */
export function deviceName(userAgent: string): string {
    const browser = browsers.map(([name, pattern]) => ({ name, version: pattern.exec(userAgent)?.[1] })).find(({ version }) => version !== undefined);
    const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
    if (!browser) return system ?? (userAgent.slice(0, 60) || "Unknown device");
    return `${browser.name} ${browser.version}${system ? ` on ${system}` : ""}`;
}
