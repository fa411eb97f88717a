// Statements and words of one line of a shell, as far as assignments need them. Runs nothing and resolves nothing.

export interface Word {
  /** Without its quotes and escapes. */
  readonly text: string
  /** Up to here no quote and no escape stood in it: what an assignment's name must be. */
  readonly plainLength: number
  /** True: holds a variable, a command, or quotes that do not end. */
  readonly isUnknown: boolean
}

/** The line's statements, split at `;`, `&` and `|`, without what follows a `#`. */
export function readStatements(line: string): readonly (readonly Word[])[] {
  const statements: Word[][] = [[]]
  let at = 0
  while (at < line.length) {
    const char = line.charAt(at)
    if (char === ' ' || char === '\t') at++
    else if (char === '#') break
    else if (isSeparator(line, at)) {
      statements.push([])
      at++
    } else {
      const { word, end } = readWord(line, at)
      statements.at(-1)?.push(word)
      at = end
    }
  }
  return statements.filter((words) => words.length > 0)
}

function isSeparator(line: string, at: number): boolean {
  return ';&|'.includes(line.charAt(at))
}

function readWord(line: string, start: number): { readonly word: Word; readonly end: number } {
  const parts: string[] = []
  let [at, plainLength, isUnknown] = [start, -1, false]
  const leavePlain = (): void => {
    if (plainLength < 0) plainLength = at - start
  }
  while (at < line.length) {
    const char = line.charAt(at)
    if (char === ' ' || char === '\t' || isSeparator(line, at)) break
    if (char === "'" || char === '"') {
      leavePlain()
      const quoted = char === "'" ? readSingle(line, at) : readDouble(line, at)
      parts.push(quoted.text)
      isUnknown ||= quoted.isUnknown
      at = quoted.end
    } else if (char === '\\') {
      leavePlain()
      parts.push(line.charAt(at + 1))
      at += 2
    } else {
      isUnknown ||= isExpansion(line, at)
      parts.push(char)
      at++
    }
  }
  const text = parts.join('')
  return { word: { text, plainLength: plainLength < 0 ? text.length : plainLength, isUnknown }, end: at }
}

interface Quoted {
  readonly text: string
  readonly end: number
  readonly isUnknown: boolean
}

function readSingle(line: string, start: number): Quoted {
  const end = line.indexOf("'", start + 1)
  return end < 0
    ? { text: line.slice(start), end: line.length, isUnknown: true }
    : { text: line.slice(start + 1, end), end: end + 1, isUnknown: false }
}

function readDouble(line: string, start: number): Quoted {
  const parts: string[] = []
  let isUnknown = false
  for (let at = start + 1; at < line.length; at++) {
    const char = line.charAt(at)
    if (char === '"') return { text: parts.join(''), end: at + 1, isUnknown }
    const next = line.charAt(at + 1)
    if (char === '\\' && next !== '' && '"\\$`'.includes(next)) {
      parts.push(next)
      at++
    } else {
      isUnknown ||= isExpansion(line, at)
      parts.push(char)
    }
  }
  return { text: line.slice(start), end: line.length, isUnknown: true }
}

function isExpansion(line: string, at: number): boolean {
  const char = line.charAt(at)
  return char === '`' || (char === '$' && /[A-Za-z_{('"]/.test(line.charAt(at + 1)))
}
