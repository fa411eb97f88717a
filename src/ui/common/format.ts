// For sentences that are not in the catalogue yet; goes with the last of them.
import { formatCount } from '../../messages/format'
export * from '../../messages/format'
export { visibleName } from '../../domain/invisible'

/** `1 file`, `412 files`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`
}
