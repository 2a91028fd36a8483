/** What an address says, where it is one of these; null: everything else, and nothing. */
export function oneOf<Choice extends string>(choices: readonly Choice[], text: string | null): Choice | null {
    return choices.find((choice) => choice === text) ?? null;
}

export function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
    return Object.keys(record) as Key[];
}
