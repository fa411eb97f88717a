// JSON as it is written: numbers keep every digit, names that are there twice stay twice. No depth exhausts it.

export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [name: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly text: string }
  /** A number, `true`, `false` or `null`, as written. */
  | { readonly kind: 'literal'; readonly text: string }

type Open =
  | { readonly kind: 'object'; readonly entries: [string, JsonNode][]; name: string | undefined }
  | { readonly kind: 'array'; readonly items: JsonNode[] }

const SPACE = /[ \t\n\r]*/y
const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y

/** @returns undefined where the text is no JSON. */
export function readJson(text: string): JsonNode | undefined {
  const open: Open[] = []
  let at = 0
  let root: JsonNode | undefined

  const skipSpace = (): void => {
    SPACE.lastIndex = at
    SPACE.test(text)
    at = SPACE.lastIndex
  }
  const take = (character: string): boolean => {
    skipSpace()
    if (text[at] !== character) return false
    at++
    return true
  }
  const takeString = (): string | undefined => {
    let end = at + 1
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
    try {
      const value: unknown = JSON.parse(text.slice(at, end + 1))
      at = end + 1
      return typeof value === 'string' ? value : undefined
    } catch {
      return undefined
    }
  }
  const takeName = (): string | undefined => {
    skipSpace()
    const name = text[at] === '"' ? takeString() : undefined
    return name !== undefined && take(':') ? name : undefined
  }

  for (;;) {
    // A value begins here.
    let value: JsonNode | undefined
    if (take('{')) {
      const container: Open = { kind: 'object', entries: [], name: undefined }
      if (take('}')) value = container
      else {
        container.name = takeName()
        if (container.name === undefined) return undefined
        open.push(container)
        continue
      }
    } else if (take('[')) {
      const container: Open = { kind: 'array', items: [] }
      if (take(']')) value = container
      else {
        open.push(container)
        continue
      }
    } else if (text[at] === '"') {
      const string = takeString()
      value = string === undefined ? undefined : { kind: 'string', text: string }
    } else {
      LITERAL.lastIndex = at
      const [literal] = LITERAL.exec(text) ?? []
      value = literal === undefined ? undefined : { kind: 'literal', text: literal }
      at += literal?.length ?? 0
    }
    if (value === undefined) return undefined
    // It ends here, and so may what it is in.
    for (;;) {
      const container = open.at(-1)
      if (container === undefined) {
        root = value
        break
      }
      if (container.kind === 'object') container.entries.push([container.name ?? '', value])
      else container.items.push(value)
      if (take(',')) {
        if (container.kind === 'object') {
          container.name = takeName()
          if (container.name === undefined) return undefined
        }
        break
      }
      if (!take(container.kind === 'object' ? '}' : ']')) return undefined
      open.pop()
      value = container.kind === 'object' ? { kind: 'object', entries: container.entries } : container
    }
    if (root !== undefined) {
      skipSpace()
      return at === text.length ? root : undefined
    }
  }
}
