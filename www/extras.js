// What nobody needs before the first hits, in one file: the panel fetches it behind them.

export { Completions } from "./completions.js";
export { details } from "./details.js";
export { nameEditions } from "./editions.js";
export { fragmentLink, leave, quoted } from "./fragment.js";
