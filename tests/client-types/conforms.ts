// What client.js is has the types that are shipped for it.

import type * as actual from "../../www/client.js";
import type * as declared from "../../www/types.d.ts";

type Same<A, B> = [A] extends [B] ? true : false;

export const opens: Same<typeof actual.open, typeof declared.open> = true;
export const opensBytes: Same<typeof actual.openBytes, typeof declared.openBytes> = true;
export const answers: Same<actual.Client, declared.Client> = true;
