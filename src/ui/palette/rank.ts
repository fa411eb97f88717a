// Which entries of the palette fit what was typed, the best first. Pure.
import { withoutName } from './label'

export interface Candidate {
  readonly id: string
  readonly label: string
  readonly about?: string | undefined
}

const SCORE = { whole: 100, start: 80, word: 60, inside: 40, letters: 20 } as const
/** Enough to put it before others that fit as well, and not before one that fits better. */
const RECENT_BONUS = 10
/** What an entry is about counts less than what it does. */
const ABOUT_COST = 5

/**
 * Those that fit, the best first; of equals the earlier one. Nothing typed: all of them, those of `recent` first.
 * @param recent ids, latest first
 */
export function rank<T extends Candidate>(
  entries: readonly T[],
  typed: string,
  recent: readonly string[]
): readonly T[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const scored = entries.flatMap((entry) => {
    const scores = words.map((word) => scoreOf(word, entry))
    if (scores.includes(0)) return []
    const at = recent.indexOf(entry.id)
    const bonus = at < 0 ? 0 : RECENT_BONUS - at
    return [{ entry, score: scores.reduce((sum, score) => sum + score, 0) / Math.max(1, words.length) + bonus }]
  })
  return scored.toSorted((a, b) => b.score - a.score).map(({ entry }) => entry)
}

function scoreOf(word: string, { label, about }: Candidate): number {
  const own = fit(word, fold(withoutName({ label })))
  return about === undefined ? own : Math.max(own, fit(word, fold(about)) - ABOUT_COST, 0)
}

/** How well a word fits a text; 0: not at all. */
function fit(word: string, text: string): number {
  if (text === word) return SCORE.whole
  if (text.startsWith(word)) return SCORE.start
  const at = text.indexOf(word)
  if (at >= 0)
    return new RegExp(String.raw`(^|[^\p{L}\p{N}])${escape(word)}`, 'u').test(text) ? SCORE.word : SCORE.inside
  return word.length > 1 && hasLetters(word, text) ? SCORE.letters : 0
}

/** Its letters in their order, the first at the start of a word: `nf` for `new folder`. */
function hasLetters(word: string, text: string): boolean {
  const [first = '', ...rest] = word
  for (const { index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!text.startsWith(first, index)) continue
    let from = index + first.length
    const isThere = rest.every((letter) => {
      const at = text.indexOf(letter, from)
      from = at + letter.length
      return at >= 0
    })
    if (isThere) return true
  }
  return false
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
