// What is known of whether something of a policy holds, and how such answers add up. Knows no statement.
import { coversGlob, matchesGlob, matchesGlobGreedily, mayOverlap } from './glob'

/** `conditional`: for some requests, or for some of what was asked about. `unknown`: gateways differ, or it is not understood. */
export type Match = 'yes' | 'no' | 'conditional' | 'unknown'

/** Whether all of these hold. */
export function allOf(matches: readonly Match[]): Match {
  return (['no', 'unknown', 'conditional'] as const).find((one) => matches.includes(one)) ?? 'yes'
}

/** Whether one of these holds at least; no, where there is none. */
export function anyOf(matches: readonly Match[]): Match {
  return (['yes', 'unknown', 'conditional'] as const).find((one) => matches.includes(one)) ?? 'no'
}

export function negate(match: Match): Match {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : match
}

/** Newer gateways match with `fnmatch`, to which these are more than characters. */
const SPECIAL = /[[\\]/

/** Whether the pattern matches the text, exactly as written; `unknown` where gateways differ. */
export function matchText(pattern: string, text: string): Match {
  const literal = pattern.search(/[*?[\\]/)
  if (literal < 0) return pattern === text ? 'yes' : 'no'
  if (!text.startsWith(pattern.slice(0, literal))) return 'no'
  const special = pattern.search(SPECIAL)
  if (special >= 0) return matchesGlob(`${pattern.slice(0, special)}*`, text) ? 'unknown' : 'no'
  const [meant, done] = [matchesGlob(pattern, text), matchesGlobGreedily(toBytes(pattern), toBytes(text))]
  return meant === done ? (meant ? 'yes' : 'no') : 'unknown'
}

/** Whether the pattern matches all texts of another pattern: `conditional` where it matches, or may match, some of them. */
export function matchTexts(pattern: string, texts: string): Match {
  const special = pattern.search(SPECIAL)
  if (special >= 0) return mayOverlap(`${pattern.slice(0, special)}*`, texts) ? 'unknown' : 'no'
  if (pattern === texts) return 'yes'
  if (coversGlob(pattern, texts)) return isReadTheSame(pattern, texts) ? 'yes' : 'unknown'
  return mayOverlap(pattern, texts) ? 'conditional' : 'no'
}

/** Texts in a field that may hold one or several; undefined for anything that is neither. */
export function toTexts(field: unknown): readonly string[] | undefined {
  const list = Array.isArray(field) ? (field as unknown[]) : field === undefined ? [] : [field]
  return list.every((one) => typeof one === 'string') ? list : undefined
}

/** A `*` means the same to every gateway at the end alone, and a `?` where a character is a byte. */
function isReadTheSame(pattern: string, texts: string): boolean {
  return !/\*./s.test(pattern) && (!pattern.includes('?') || toBytes(texts).length === texts.length)
}

/** One character per byte: to a gateway `?` is one byte. */
function toBytes(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}
