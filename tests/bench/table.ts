// Prints what was measured: medians with the least and the most, and how fast Lockgate is beside the others. Judges nothing.
import type { Measured } from './contestant'

/** All that one contestant did in one discipline, a round each. */
export type Results = ReadonlyMap<string, readonly Measured[]>

export interface Discipline {
  readonly name: string
  readonly results: Results
}

const MB = 1_000_000

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** Times of every contestant, and the speed of the first one as a multiple of each other's. */
export function formatTimes(disciplines: readonly Discipline[], names: readonly string[]): string {
  const [first = '', ...others] = names
  const rows = disciplines.flatMap(({ name, results }) => {
    const isSaved = (results.get(first) ?? []).some(({ onDiskSeconds }) => onDiskSeconds !== undefined)
    return isSaved
      ? [formatRow(`${name}, verified`, results, 'seconds'), formatRow(`${name}, saved`, results, 'onDiskSeconds')]
      : [formatRow(name, results, 'seconds')]
  })
  return align([['', ...names, ...others.map((other) => `${first} / ${other}`)], ...rows])

  function formatRow(label: string, results: Results, field: 'seconds' | 'onDiskSeconds'): string[] {
    const times = (name: string): number[] =>
      (results.get(name) ?? []).map((one) => (field === 'seconds' ? one.seconds : (one.onDiskSeconds ?? one.seconds)))
    const ratio = (name: string): string => (medianOf(times(name)) / medianOf(times(first))).toFixed(2)
    return [label, ...names.map((name) => `${formatSpread(times(name), 1)} s`), ...others.map(ratio)]
  }
}

/** Memory of those contestants that are browsers. */
export function formatMemory(disciplines: readonly Discipline[], names: readonly string[]): string {
  const peaks = (results: Results, name: string): number[] =>
    (results.get(name) ?? []).flatMap(({ peakPssBytes }) => (peakPssBytes === undefined ? [] : [peakPssBytes / MB]))
  const browsers = names.filter((name) => disciplines.some(({ results }) => peaks(results, name).length > 0))
  const rows = disciplines.map(({ name, results }) => [
    name,
    ...browsers.map((browser) => `${formatSpread(peaks(results, browser), 0)} MB`)
  ])
  return align([['', ...browsers], ...rows])
}

export function formatSpread(values: readonly number[], digits: number): string {
  const [least, most] = [Math.min(...values).toFixed(digits), Math.max(...values).toFixed(digits)]
  return `${medianOf(values).toFixed(digits)} (${least}–${most})`
}

/** Columns of one width each; a row may have fewer than the first. */
export function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd()
    )
    .join('\n')
}
