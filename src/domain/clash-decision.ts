// What to do with names that are taken.

/** In the order in which they are offered. */
export const CLASH_DECISIONS = ['keep-both', 'replace', 'skip'] as const
export type ClashDecision = (typeof CLASH_DECISIONS)[number]
