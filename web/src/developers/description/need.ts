import type { Me } from "../../api/identity";
import { permissionMeanings } from "../../auth/permissions";

/** What an operation asks of whoever sends it. */
export interface Need {
    words: string;
    /** Why the signed-in person may not; null when they may. */
    refusal: string | null;
    /** Whether it can be asked with an API key: some things are a person's alone. */
    takesKey: boolean;
}

/** Reads `x-requires`. What it does not say is the server's to judge. */
export function needOf(requires: string | null, { permissions, user, tenant }: Me): Need {
    switch (requires) {
        case null: return { words: "The description does not tell", refusal: null, takesKey: true };
        case "anyone": return { words: "Nothing: anyone may", refusal: null, takesKey: true };
        case "signed in": return { words: "To be signed in, or an API key", refusal: null, takesKey: true };
        case "signed in as a person": return { words: "To be signed in as a person; an API key does not do", refusal: null, takesKey: false };
        case "platform owner":
            return { words: "To be the owner of the installation", refusal: user.isPlatformOwner ? null : "Only the owner of the installation may send this.", takesKey: false };
        default: {
            const meaning = permissionMeanings[requires as keyof typeof permissionMeanings] as string | undefined;
            const may = tenant !== null && (permissions as string[]).includes(requires);
            return { words: meaning ?? "", refusal: may ? null : `You do not have the permission ${requires}${tenant === null ? ", nor a utility it could be for" : ` in ${tenant.name}`}.`, takesKey: true };
        }
    }
}
