// Rows of a CSV text (RFC 4180), with the separators that occur beside the comma. Linear in the text.

const SEPARATORS = [',', ';', '\t', '|'] as const
export type Separator = (typeof SEPARATORS)[number]

/** The separator that is most frequent in the first row, quoted fields left out; a comma where there is none. */
export function separatorOf(text: string): Separator {
  const counts = new Map<string, number>()
  let isQuoted = false
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === '\n' || character === '\r')) break
    else if (!isQuoted) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  const countOf = (separator: Separator): number => counts.get(separator) ?? 0
  return SEPARATORS.reduce((best, other) => (countOf(other) > countOf(best) ? other : best))
}

/**
 * Up to `maxRows` rows, whatever their lengths. A quote within a field that does not begin with one is a character like any other;
 * what follows a closing quote belongs to its field.
 * @param isWhole false: the text is the beginning of a longer one, and its last row is left out, which may be cut.
 */
export function readCsv(
  text: string,
  {
    separator,
    maxRows,
    isWhole
  }: { readonly separator: Separator; readonly maxRows: number; readonly isWhole: boolean }
): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length && rows.length < maxRows) {
    let field = ''
    if (text[at] === '"') {
      let end = text.indexOf('"', ++at)
      while (end >= 0 && text[end + 1] === '"') {
        field += text.slice(at, end + 1)
        at = end + 2
        end = text.indexOf('"', at)
      }
      if (end < 0) end = text.length
      field += text.slice(at, end)
      at = end + 1
    }
    const begin = at
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
    row.push(field + text.slice(begin, at))
    if (text[at] === separator) {
      at++
      if (at < text.length) continue
      row.push('') // the text ends with a separator, and so with an empty field
    }
    if (at >= text.length && !isWhole) break
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    rows.push(row)
    row = []
  }
  return rows
}
