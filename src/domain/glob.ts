// Patterns as policies have them.

/** `*` stands for any text, `?` for one character. Not by a RegExp: whoever wrote the policy could make that one take for ever. */
export function matchesGlob(glob: string, text: string): boolean {
  let [at, star, tried] = [0, -1, 0]
  let next = 0
  while (next < text.length) {
    if (glob[at] === '*') {
      star = at++
      tried = next
    } else if (glob[at] === '?' || glob[at] === text[next]) {
      at++
      next++
    } else if (star >= 0) {
      at = star + 1
      next = ++tried
    } else return false
  }
  return /^\**$/.test(glob.slice(at))
}
