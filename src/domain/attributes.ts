// What of an object can be changed while its bytes stay: some headers, its metadata and its tags. Pure.
import type { ObjectProperties } from './object-entry'
import {
  hasAll,
  metadataOf,
  metadataProblems,
  tagProblems,
  tagsOf,
  type NamedValue,
  type PairProblem
} from './upload-headers'

export const EDITABLE_HEADERS = ['contentType', 'cacheControl', 'contentDisposition'] as const
export type EditableHeader = (typeof EDITABLE_HEADERS)[number]

/** Names with their values. */
export type Texts = Readonly<Record<string, string>>

export interface Attributes {
  /** Only what is set. */
  readonly headers: Texts
  readonly metadata: Texts
  readonly tags: Texts
}

/** By name: its new value, or null where it is removed. What is not named stays. */
export type TextChanges = Readonly<Record<string, string | null>>

export type AttributeChanges = { readonly [part in keyof Attributes]: TextChanges }

export const NO_CHANGES: AttributeChanges = { headers: {}, metadata: {}, tags: {} }

/** @returns what makes the one the other. */
export function changesBetween(before: Texts, after: Texts): TextChanges {
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name))
  const set = Object.entries(after).filter(([name, value]) => !hasAll(before, { [name]: value }))
  return Object.fromEntries([...removed.map((name) => [name, null] as const), ...set])
}

/** In the order of `before`, with what is new at the end. */
export function applyChanges(before: Texts, changes: TextChanges): Texts {
  const all = new Map<string, string | null>([...Object.entries(before), ...Object.entries(changes)])
  return Object.fromEntries([...all].filter((pair): pair is [string, string] => pair[1] !== null))
}

export function isSameTexts(one: Texts, other: Texts): boolean {
  return hasAll(one, other) && hasAll(other, one)
}

export function headersOf(properties: Pick<ObjectProperties, EditableHeader>): Texts {
  const pairs = EDITABLE_HEADERS.map((header) => [header, properties[header]] as const)
  return Object.fromEntries(pairs.filter((pair): pair is [EditableHeader, string] => pair[1] !== undefined))
}

/** Whether anything changes that only a copy of the object onto itself can change. */
export function changesCopy({ headers, metadata }: AttributeChanges): boolean {
  return Object.keys(headers).length + Object.keys(metadata).length > 0
}

export function linesOf(texts: Texts): readonly NamedValue[] {
  return Object.entries(texts).map(([name, value]) => ({ name, value }))
}

/** What the lines say. One that is as it was stays exactly so, with the spaces around it that typed ones lose. */
export function textsOfLines(
  before: Texts,
  lines: readonly NamedValue[],
  read: (typed: readonly NamedValue[]) => Texts | undefined
): Texts {
  const kept = lines.filter((line) => isAsBefore(before, line)).map(({ name, value }) => [name, value] as const)
  return { ...Object.fromEntries(kept), ...read(lines.filter((line) => !isAsBefore(before, line))) }
}

/** As {@link metadataProblems} and {@link tagProblems}; what another tool has set has no problem while it stays. */
export function problemsOfLines(
  kind: 'metadata' | 'tags',
  before: Texts,
  lines: readonly NamedValue[]
): readonly (PairProblem | undefined)[] {
  const problems = kind === 'metadata' ? metadataProblems(lines, before) : tagProblems(lines)
  return problems.map((problem, index) => {
    const line = lines[index]
    if (problem === undefined || line === undefined || !isAsBefore(before, line)) return problem
    // Other tools can have set names that differ in spaces alone.
    const isAgain = lines.findIndex(({ name }) => name === line.name) < index
    return problem === 'twice' && isAgain ? problem : undefined
  })
}

function isAsBefore(before: Texts, { name, value }: NamedValue): boolean {
  return hasAll(before, { [name]: value })
}

/** A line of a change of many objects. */
export interface ChangeLine extends NamedValue {
  /** The name is removed, and the value says nothing. */
  readonly isRemoved?: boolean
}

export function changesOfLines(kind: 'metadata' | 'tags', lines: readonly ChangeLine[]): TextChanges {
  const read = kind === 'metadata' ? metadataOf : tagsOf
  const removed = Object.keys(read(lines.filter(({ isRemoved }) => isRemoved === true)) ?? {})
  const set = read(lines.filter(({ isRemoved }) => isRemoved !== true))
  return Object.fromEntries([...removed.map((name) => [name, null] as const), ...Object.entries(set ?? {})])
}

/** As {@link problemsOfLines}; what is removed may have any name that another tool has given it. */
export function problemsOfChanges(
  kind: 'metadata' | 'tags',
  lines: readonly ChangeLine[]
): readonly (PairProblem | undefined)[] {
  const typed = lines.map((line) => (line.isRemoved === true ? { ...line, value: '' } : line))
  return (kind === 'metadata' ? metadataProblems(typed) : tagProblems(typed)).map((problem, index) => {
    const isRemoved = lines[index]?.isRemoved === true
    return isRemoved && problem !== 'twice' && problem !== 'metadata-reserved' ? undefined : problem
  })
}
