// Numbers, sizes, dates, durations and plurals as people read them, by Intl, in the locale of the page.
import { currentTimeMs } from './current-time'
import { locale } from './locale'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

/** Formatters are dear to make: one a locale. */
function perLocale<T>(make: (tag: string) => T): () => T {
  const made = new Map<string, T>()
  return () => {
    const tag = locale()
    const formatter = made.get(tag) ?? make(tag)
    made.set(tag, formatter)
    return formatter
  }
}

const count = perLocale((tag) => new Intl.NumberFormat(tag))
const oneDecimal = perLocale(
  (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
)
const percent = perLocale((tag) => new Intl.NumberFormat(tag, { style: 'percent' }))
const bytes = perLocale((tag) => new Intl.NumberFormat(tag, { style: 'unit', unit: 'byte', unitDisplay: 'long' }))
const days = perLocale((tag) => new Intl.NumberFormat(tag, { style: 'unit', unit: 'day', unitDisplay: 'long' }))
const relative = perLocale((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))
const ago = perLocale((tag) => new Intl.RelativeTimeFormat(tag))
const time = perLocale((tag) => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' }))
const day = perLocale((tag) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' }))
const dateTime = perLocale((tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }))
const pluralRules = perLocale((tag) => new Intl.PluralRules(tag))
const conjunction = perLocale((tag) => new Intl.ListFormat(tag, { type: 'conjunction' }))

export function formatCount(n: number): string {
  return count().format(n)
}

/** `12 B`, `1.2 GiB`: binary units, one decimal. */
export function formatSize(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return unit === 0 ? `${count().format(Math.round(value))} B` : `${oneDecimal().format(value)} ${UNITS[unit]}`
}

/** `1.2 GiB (1,288,490,188 bytes)`. */
export function formatExactSize(sizeBytes: number): string {
  const exact = bytes().format(sizeBytes)
  return sizeBytes < 1024 ? exact : `${formatSize(sizeBytes)} (${exact})`
}

/** `60%`; `100%` is said only of the whole, and `0%` only of nothing. */
export function formatPercent(ratio: number): string {
  if (ratio > 0 && ratio < 0.01) return `< ${percent().format(0.01)}`
  return percent().format(ratio < 1 ? Math.min(ratio, 0.99) : ratio)
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatSize(bytesPerSecond)}/s`
}

/** `8 s`, `1 min`, `2 h 5 min`, `3 days`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return days().format(Math.round(hours / 24))
}

/** `today 14:02`, until midnight; else `3 Nov 2026`, in the reader's zone. */
export function formatDate(ms: number, nowMs = currentTimeMs()): string {
  const date = new Date(ms)
  if (date.toDateString() !== new Date(nowMs).toDateString()) return day().format(date)
  return `${relative().format(0, 'day')} ${time().format(date)}`
}

const AGO_UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1]
] as const

/** `8 seconds ago`, `3 days ago`. */
export function formatAgo(seconds: number): string {
  const [unit, length] = AGO_UNITS.find(([, length]) => seconds >= length) ?? ['second', 1]
  return ago().format(-Math.max(0, Math.floor(seconds / length)), unit)
}

export function formatDateTime(ms: number): string {
  return dateTime().format(ms)
}

/** `a, b, and c`. */
export function formatList(items: readonly string[]): string {
  return conjunction().format(items)
}

/** The form of a word for a number: `{ one: 'file', other: 'files' }`. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/** The form alone, without the number. */
export function pluralForm(n: number, forms: PluralForms): string {
  return forms[pluralRules().select(n)] ?? forms.other
}

/** `1 file`, `1,412 files`. */
export function plural(n: number, forms: PluralForms): string {
  return `${formatCount(n)} ${pluralForm(n, forms)}`
}
