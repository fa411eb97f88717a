// What to do with files whose names are taken: replace, keep both under a numbered name, or skip. Names only.

import type { ClashDecision } from '../domain/clash-decision'

export interface PlannedName {
  /** The key that the file would have. */
  readonly wanted: string
  /** The key that it gets; undefined: it is skipped. */
  readonly key: string | undefined
  /** True: an object with this key exists and will be overwritten. */
  readonly isReplacing: boolean
}

/**
 * One answer for each of `wanted`, in its order. Two files of the batch never get the same key: the later one is numbered, whatever
 * the decision.
 * @param asked each of `wanted` once
 */
export function planNames(
  existingKeys: ReadonlySet<string>,
  wanted: readonly string[],
  decision: ClashDecision,
  asked: ReadonlySet<string> = new Set(wanted)
): readonly PlannedName[] {
  const hasTwins = asked.size < wanted.length
  const taken = new Set<string>()
  // A free name must not be one that another file of the batch wants.
  return wanted.map((name) => {
    const isThere = existingKeys.has(name)
    if (isThere && decision === 'skip') return { wanted: name, key: undefined, isReplacing: false }
    const isFree = !taken.has(name) && (!isThere || decision === 'replace')
    const key = isFree
      ? name
      : numberedName(name, (other) => existingKeys.has(other) || taken.has(other) || asked.has(other))
    if (hasTwins || key !== name) taken.add(key)
    return { wanted: name, key, isReplacing: isFree && isThere }
  })
}

/** The next numbered name of `key` that is free. */
export function nextFreeName(key: string, taken: ReadonlySet<string>): string {
  return numberedName(key, (other) => taken.has(other))
}

/** `a/name.tar.gz` → `a/name (1).tar.gz`, with the first number that is free. */
function numberedName(key: string, isTaken: (key: string) => boolean): string {
  const { before, ending } = splitNumberedName(key)
  for (let number = 1; ; number++) {
    const other = `${before}${number})${ending}`
    if (!isTaken(other)) return other
  }
}

/** The start and end of all numbered names of `key`: `a/name (`, `.tar.gz`. */
export function splitNumberedName(key: string): { readonly before: string; readonly ending: string } {
  const [, folder = '', stem = '', ending = ''] = /^(.*\/(?=.))?(.+?)((?:\.tar)?\.[^./]+|\/)?$/su.exec(key) ?? []
  return { before: `${folder}${stem} (`, ending }
}
