// Prints what was measured: medians with the least and the most, and how Lockgate is beside the others.
import type { Bar, Discipline, Result, Standing, Unit } from './result'

const DIGITS: Readonly<Record<Unit, number>> = { s: 2, ms: 0, MB: 0, B: 0, 'MB/s': 0, 'files/s': 0 }

export function formatResult({
  title,
  rounds,
  seed,
  sizes,
  isScaledDown,
  disciplines,
  bars,
  notes,
  environment
}: Result): string {
  const given = Object.entries(sizes).map(([name, size]) => `${name} ${size}`)
  const load = [environment.loadBefore, environment.loadAfter].map(([minute = NaN]) => minute.toFixed(1)).join(' to ')
  return [
    `${title}: ${[...given, `${rounds} rounds`, `seed ${seed}`].join(', ')}${isScaledDown ? ' (SCALED DOWN)' : ''}`,
    'Medians (least–most); ratios above 1: Lockgate is better.',
    '',
    ...disciplines.map(formatDiscipline),
    ...notes,
    `${environment.cpus} × ${environment.cpu}, load ${load}`,
    '',
    ...bars.map(formatBar)
  ].join('\n')
}

function formatDiscipline({ name, unit, standings }: Discipline): string {
  const rows = standings.map((standing, index) => [
    `  ${standing.contestant}`,
    `${formatSpread(standing, DIGITS[unit])} ${unit}`,
    index === 0 || standing.ratio === null ? '' : `× ${standing.ratio.toFixed(2)}`,
    standing.failures.join('; ')
  ])
  return `${name}\n${align(rows)}\n`
}

function formatBar({ name, bar, isAtLeast, value, isMet }: Bar): string {
  const seen = value === null ? 'not measured' : String(Number(value.toFixed(2)))
  return `${isMet ? 'met    ' : 'NOT MET'} ${name}: ${seen}, ${isAtLeast ? 'at least' : 'at most'} ${bar}`
}

function formatSpread({ median, least, most }: Standing, digits: number): string {
  if (median === null || least === null || most === null) return '—'
  return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`
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
