// Numbers, sizes, dates and durations as people read them, in their own locale.
import { INVISIBLE } from '../../domain/invisible'
import { currentTimeMs } from './current-time'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const
const count = new Intl.NumberFormat()
const oneDecimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export function formatCount(n: number): string {
  return count.format(n)
}

/** `12 B`, `1.2 GiB`: binary units, one decimal. */
export function formatSize(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return unit === 0 ? `${count.format(Math.round(value))} B` : `${oneDecimal.format(value)} ${UNITS[unit]}`
}

/** `1.2 GiB (1,288,490,188 bytes)`. */
export function formatExactSize(sizeBytes: number): string {
  return sizeBytes < 1024 ? plural(sizeBytes, 'byte') : `${formatSize(sizeBytes)} (${count.format(sizeBytes)} bytes)`
}

/** `60 %` of something; `100 %` is said only of the whole, and nothing is `0 %` but nothing. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %'
  const percent = Math.round(share * 100)
  return `${count.format(share < 1 ? Math.min(percent, 99) : percent)} %`
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatSize(bytesPerSecond)}/s`
}

/** `8 s`, `1 min`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.round(hours / 24)} days`
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** `today 14:02`, until midnight; else `3 Nov 2026`, in the reader's locale and zone. */
export function formatDate(ms: number, nowMs = currentTimeMs()): string {
  const date = new Date(ms)
  return date.toDateString() === new Date(nowMs).toDateString() ? `today ${time.format(date)}` : day.format(date)
}

export function formatDateTime(ms: number): string {
  return whole.format(ms)
}

/** `1 file`, `412 files`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count.format(n)} ${n === 1 ? one : many}`
}

/** A hostile name as text that cannot act: control and bidirectional characters, and blanks at its ends, become visible code points. */
export function visibleName(name: string): string {
  return name.replace(INVISIBLE, codePoints).replace(/^\s+|\s+$/g, codePoints)
}

function codePoints(text: string): string {
  return Array.from(text, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`).join('')
}
