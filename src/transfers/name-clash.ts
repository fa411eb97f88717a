// What becomes of files whose names are taken: replaced, kept beside, or left out. Names only, no gateway.

export type ClashDecision = 'replace' | 'keep-both' | 'skip'

export interface PlannedName {
  /** The key that the file would have. */
  readonly wanted: string
  /** The key that it gets; undefined: it is left out. */
  readonly key: string | undefined
  /** True: an object is there under this key and will be overwritten. */
  readonly isReplacing: boolean
}

/**
 * One answer for each of `wanted`, in its order. Two files of the batch never get one key: the later one is kept beside the
 * first whatever the decision, for nobody decided to lose one of the two.
 */
export function planNames(
  existingKeys: ReadonlySet<string>,
  wanted: readonly string[],
  decision: ClashDecision
): readonly PlannedName[] {
  const taken = new Set<string>()
  // A free name must not be one that another file of the batch asks for.
  const asked = new Set(wanted)
  return wanted.map((name) => {
    const isThere = existingKeys.has(name)
    if (isThere && decision === 'skip') return { wanted: name, key: undefined, isReplacing: false }
    const isFree = !taken.has(name) && (!isThere || decision === 'replace')
    const key = isFree
      ? name
      : besideOf(name, (other) => existingKeys.has(other) || taken.has(other) || asked.has(other))
    taken.add(key)
    return { wanted: name, key, isReplacing: isFree && isThere }
  })
}

/** The next name beside `key` that is free. */
export function nextBeside(key: string, taken: ReadonlySet<string>): string {
  return besideOf(key, (other) => taken.has(other))
}

/** `a/name.tar.gz` → `a/name (1).tar.gz`, with the first number that is free. */
function besideOf(key: string, isTaken: (key: string) => boolean): string {
  const { before, ending } = splitBeside(key)
  for (let number = 1; ; number++) {
    const other = `${before}${number})${ending}`
    if (!isTaken(other)) return other
  }
}

/** What the names of all files that were kept beside `key` begin and end with: `a/name (`, `.tar.gz`. */
export function splitBeside(key: string): { readonly before: string; readonly ending: string } {
  const [, folder = '', stem = '', ending = ''] = /^(.*\/(?=.))?(.+?)((?:\.tar)?\.[^./]+|\/)?$/su.exec(key) ?? []
  return { before: `${folder}${stem} (`, ending }
}
