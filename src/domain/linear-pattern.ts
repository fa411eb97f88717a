// Regular expressions that cannot freeze the page: compiled into states that are all followed at once, so that the time grows with the
// text and not with the number of ways to match it. JavaScript's own tries them one by one: `(a+)+b` takes hours.

export interface LinearPattern {
  /** Whether the whole text matches. */
  test(text: string): boolean
}

/** The next state, or several that are there without a character. */
type State = { readonly isChar: RegExp; readonly next: number } | { isChar?: undefined; nexts: readonly number[] }

type Node =
  | { readonly kind: 'char'; readonly isChar: RegExp }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number }

interface Lookahead {
  readonly isWanted: boolean
  readonly states: readonly State[]
  readonly start: number
  /** It says what the text is to its end, not what it starts with. */
  readonly isWhole: boolean
}

const MAX_STATES = 5_000
const MAX_CHARACTERS = 1_000
const MATCH = 0

/** Why a pattern cannot be used. `unsupported`: regular, but not linear at `found`, which is undefined at its end. */
export type PatternProblem =
  { readonly code: 'not-a-pattern' | 'too-long' } | { readonly code: 'unsupported'; readonly found: string | undefined }

class NotLinear extends Error {
  readonly problem: PatternProblem

  constructor(problem: PatternProblem) {
    super(problem.code)
    this.problem = problem
  }
}

/**
 * @param source as between the slashes of a literal with the flag `u`; lookaheads only at its start, no lookbehind, no backreference
 * @returns or why it cannot be used
 */
export function parseLinearPattern(source: string): LinearPattern | { readonly problem: PatternProblem } {
  try {
    new RegExp(source, 'u')
  } catch {
    return { problem: { code: 'not-a-pattern' } }
  }
  try {
    return compile(source)
  } catch (error) {
    if (error instanceof NotLinear) return { problem: error.problem }
    throw error
  }
}

function compile(source: string): LinearPattern {
  const reader = new Reader(source)
  const lookaheads = reader.lookaheads()
  const { states, start } = build(reader.choice(true))
  return {
    test: (text) =>
      text.length <= MAX_CHARACTERS &&
      lookaheads.every((ahead) => matches(ahead.states, ahead.start, text, ahead.isWhole) === ahead.isWanted) &&
      matches(states, start, text, true)
  }
}

function matches(states: readonly State[], start: number, text: string, isWhole: boolean): boolean {
  let now = follow(states, [start])
  for (const char of text) {
    if (!isWhole && now.has(MATCH)) return true
    const next: number[] = []
    for (const id of now) {
      const state = states[id]
      if (state?.isChar?.test(char)) next.push(state.next)
    }
    now = follow(states, next)
  }
  return now.has(MATCH)
}

/** All states that are reached without a character. */
function follow(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set(from)
  for (const id of reached) {
    const state = states[id]
    if (state?.isChar === undefined) for (const next of state?.nexts ?? []) reached.add(next)
  }
  return reached
}

function build(node: Node): { readonly states: readonly State[]; readonly start: number } {
  const states: State[] = [{ nexts: [] }]
  const add = (state: State): number => {
    if (states.length >= MAX_STATES) throw new NotLinear({ code: 'too-long' })
    return states.push(state) - 1
  }
  /** @returns the state from which the node leads to `next` */
  const lead = (one: Node, next: number): number => {
    switch (one.kind) {
      case 'char':
        return add({ isChar: one.isChar, next })
      case 'sequence':
        return one.nodes.reduceRight((after, part) => lead(part, after), next)
      case 'choice':
        return add({ nexts: one.nodes.map((part) => lead(part, next)) })
      case 'repeat': {
        let after = next
        if (one.max === Infinity) {
          const loop: State = { nexts: [] }
          after = add(loop)
          loop.nexts = [lead(one.node, after), next]
        } else for (let count = one.min; count < one.max; count++) after = add({ nexts: [lead(one.node, after), next] })
        for (let count = 0; count < one.min; count++) after = lead(one.node, after)
        return after
      }
    }
  }
  return { start: lead(node, MATCH), states }
}

/** Reads a source that RegExp accepts. */
class Reader {
  #at = 0
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  lookaheads(): readonly Lookahead[] {
    const found: Lookahead[] = []
    while (this.#take(/\^*\(\?[=!]/y) !== undefined) {
      const isWanted = this.source[this.#at - 1] === '='
      const node = this.choice(false)
      const isWhole = this.#take(/\$/y) !== undefined
      if (this.#take(/\)/y) === undefined) this.#refuse()
      found.push({ isWanted, isWhole, ...build(node) })
    }
    return found
  }

  /** @param isTop `^` and `$` say there what is so anyway */
  choice(isTop: boolean): Node {
    const nodes: Node[] = []
    do nodes.push(this.#sequence(isTop))
    while (this.#take(/\|/y) !== undefined)
    if (isTop && this.#at < this.source.length) this.#refuse()
    return { kind: 'choice', nodes }
  }

  #sequence(isTop: boolean): Node {
    const nodes: Node[] = []
    if (isTop) this.#take(/\^/y)
    for (;;) {
      if (isTop) this.#take(/\$(?=\||$)/y)
      const node = this.#atom()
      if (node === undefined) return { kind: 'sequence', nodes }
      nodes.push(this.#repeated(node))
    }
  }

  #atom(): Node | undefined {
    if (this.#take(/\((?:\?:|(?!\?))/y) !== undefined) {
      const node = this.choice(false)
      if (this.#take(/\)/y) === undefined) this.#refuse()
      return node
    }
    const char = this.#take(/\\[dDwWsStnr]|\\[^a-z0-9]|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}*+?|^$]/iuy)
    if (char !== undefined) return { kind: 'char', isChar: new RegExp(`^${char}$`, 'su'.slice(char === '.' ? 1 : 0)) }
    if (this.#at < this.source.length && !/[|)$]/.test(this.source[this.#at] ?? '')) this.#refuse()
    return undefined
  }

  #repeated(node: Node): Node {
    const [, sign, least, comma, most] = this.#match(/(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y) ?? []
    if (sign === undefined && least === undefined) return node
    if (sign !== undefined) return { kind: 'repeat', node, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity }
    const min = Number(least)
    return { kind: 'repeat', node, min, max: comma === '' ? min : most === '' ? Infinity : Number(most) }
  }

  #take(pattern: RegExp): string | undefined {
    return this.#match(pattern)?.[0]
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.source) ?? undefined
    if (found !== undefined) this.#at = pattern.lastIndex
    return found
  }

  #refuse(): never {
    throw new NotLinear({ code: 'unsupported', found: /^\(\?<?[=!<]?|^\\.|^./u.exec(this.source.slice(this.#at))?.[0] })
  }
}
