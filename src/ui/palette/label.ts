// The label of a command: `{name}` stands where the language wants the name of what it is about. Pure.

const NAME = '{name}'

interface Labelled {
  readonly label: string
  readonly about?: string | undefined
}

/** What is before and after the name; without a name all of it is before. */
export function aroundName({ label, about }: Labelled): readonly [before: string, after: string] {
  const at = label.lastIndexOf(NAME) // text that the user typed comes earlier, and may contain anything
  if (at < 0) return [label, '']
  const [before, after] = [label.slice(0, at), label.slice(at + NAME.length)]
  return about === undefined ? [before.trimEnd() + after, ''] : [before, after]
}

/** The label alone, as it is searched. */
export function withoutName({ label }: Labelled): string {
  return aroundName({ label })[0].trim()
}
