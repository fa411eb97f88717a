// The date of the file that an object was uploaded from, as rclone stores and reads it: seconds since 1970 with a fraction, without
// zeros at its end. https://rclone.org/s3/#modification-times-and-hashes

/** User metadata, `x-amz-meta-mtime`. */
export const FILE_DATE_METADATA = 'mtime'

/** @param lastModifiedMs of the file; what is no date is left out */
export function fileDateMetadata(lastModifiedMs: number): Readonly<Record<string, string>> {
  return Number.isFinite(lastModifiedMs) ? { [FILE_DATE_METADATA]: formatSeconds(lastModifiedMs) } : {}
}

/** In whole milliseconds, rounded down as browsers round a file's date; undefined where there is none that can be read. */
export function fileDateOf(metadata: Readonly<Record<string, string>>): number | undefined {
  const [, sign, seconds, fraction = ''] =
    /^(-?)(\d{1,11})(?:\.(\d{1,18}))?$/.exec(metadata[FILE_DATE_METADATA] ?? '') ?? []
  if (seconds === undefined) return undefined
  const ms = Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  if (sign !== '-') return ms
  return -ms - (/[1-9]/.test(fraction.slice(3)) ? 1 : 0)
}

function formatSeconds(ms: number): string {
  const whole = Math.abs(Math.floor(ms))
  const fraction = String(whole % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '')
  return `${ms < 0 ? '-' : ''}${Math.floor(whole / 1000)}${fraction === '' ? '' : `.${fraction}`}`
}
