// Patterns as policies have them: `*` stands for any text, `?` for one character. Never a RegExp and never a recursion: the author
// of a policy could make those take forever.

/** Two patterns that are longer, beyond what they share at both ends, are not compared: `length × length`. */
const MAX_CELLS = 10_000

/** Whether the pattern matches the text, as its author means it. */
export function matchesGlob(glob: string, text: string): boolean {
  return walk(glob, text, (one, other) => one === '?' || one === other)
}

/** Whether the pattern matches every text that the other pattern matches. False where that is not certain, or not compared. */
export function coversGlob(glob: string, other: string): boolean {
  const [a, b] = withoutSharedEnds(glob, other)
  return a.length * b.length <= MAX_CELLS && walk(a, b, (one, two) => (one === '?' ? two !== '*' : one === two))
}

/**
 * Whether the pattern matches the text as radosgw up to Reef reads it: a `*` ends at the first character that equals the one after
 * it, and no other end is tried. `*.csv` does not match `a.b.csv` there.
 */
export function matchesGlobGreedily(glob: string, text: string): boolean {
  let [at, next] = [0, 0]
  while (at < glob.length) {
    if (glob[at] === '*') {
      if (at + 1 === glob.length) return true
      if (next === text.length || glob[at + 1] === text[next]) at++
      else next++
    } else if (next < text.length && (glob[at] === '?' || glob[at] === text[next])) {
      at++
      next++
    } else return false
  }
  return next === text.length
}

/** Whether some text may match both patterns. True where they are not compared. */
export function mayOverlap(one: string, other: string): boolean {
  const [a, b] = withoutSharedEnds(one, other)
  if (a.length * b.length > MAX_CELLS) return true
  // row[j]: the first i characters of `a` and the first j of `b` can stand for the same text.
  let row = new Uint8Array(b.length + 1)
  row[0] = 1
  for (let i = 0; ; i++) {
    const below = new Uint8Array(b.length + 1)
    for (let j = 0; j <= b.length; j++) {
      if (row[j] === 0) continue
      const [x, y] = [a[i], b[j]]
      if (x === '*' || y === '*') {
        if (x !== undefined) below[j] = 1
        if (y !== undefined) row[j + 1] = 1
      } else if (x !== undefined && y !== undefined && (x === y || x === '?' || y === '?')) below[j + 1] = 1
    }
    if (i === a.length) return row[b.length] === 1
    row = below
  }
}

/** What is left of a pattern once it has matched the prefix: one pattern for each way to do so. */
export function tailsAfter(glob: string, prefix: string): readonly string[] {
  const closure = (places: Iterable<number>): Set<number> => {
    const all = new Set(places)
    for (const place of all) if (glob[place] === '*') all.add(place + 1)
    return all
  }
  let places = closure([0])
  for (const character of prefix.split('')) {
    const next = [...places].flatMap((place) => {
      if (glob[place] === '*') return [place]
      return glob[place] === '?' || glob[place] === character ? [place + 1] : []
    })
    places = closure(next)
  }
  // After a `*` everything that it stands for is in its own pattern already.
  return [...places]
    .filter((place) => !(place > 0 && glob[place - 1] === '*' && places.has(place - 1)))
    .map((place) => glob.slice(place))
}

/** Matches character by character where `isMatch` says so; of several `*` only the last is tried again. */
function walk(glob: string, text: string, isMatch: (one: string, other: string) => boolean): boolean {
  let [at, star, tried] = [0, -1, 0]
  let next = 0
  while (next < text.length) {
    const [one, other] = [glob[at], text[next] ?? '']
    if (one === '*') {
      star = at++
      tried = next
    } else if (one !== undefined && isMatch(one, other)) {
      at++
      next++
    } else if (star >= 0) {
      at = star + 1
      next = ++tried
    } else return false
  }
  return /^\**$/.test(glob.slice(at))
}

function withoutSharedEnds(one: string, other: string): readonly [string, string] {
  const isShared = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && a === b && a !== '*' && a !== '?'
  let start = 0
  while (isShared(one[start], other[start])) start++
  let end = 0
  while (
    end < Math.min(one.length, other.length) - start &&
    isShared(one[one.length - 1 - end], other[other.length - 1 - end])
  )
    end++
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)]
}
