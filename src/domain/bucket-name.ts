// What a bucket may be called: S3's rules, and prefixes learned from names that exist. Pure.

export type NameFaultReason =
  | {
      readonly code:
        | 'empty'
        | 'upper-case'
        | 'space'
        | 'first-character'
        | 'two-dots'
        | 'dot-beside-hyphen'
        | 'ip-address'
        | 'last-character'
    }
  | { readonly code: 'character'; readonly character: string }
  | { readonly code: 'too-short'; readonly minLength: number }
  | { readonly code: 'too-long'; readonly length: number; readonly maxLength: number }

/** Why a name cannot be used. `isUnfinished`: more typing may correct it, so nothing is reported yet. */
export type NameFault = NameFaultReason & { readonly isUnfinished: boolean }

const MIN_LENGTH = 3
const MAX_LENGTH = 63

/**
 * S3's rules, https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, as far as RADOS gateways keep them: they
 * accept the prefixes and suffixes that AWS reserves for itself (`xn--`, `-s3alias`). A gateway with relaxed names accepts more than
 * this; other tools do not.
 * @returns the first rule that the name breaks; undefined for a name that breaks none
 */
export function findNameFault(name: string): NameFault | undefined {
  const reason = findReason(name)
  return reason && { ...reason, isUnfinished: UNFINISHED.has(reason.code) }
}

const UNFINISHED: ReadonlySet<NameFaultReason['code']> = new Set(['empty', 'too-short', 'last-character'])

function findReason(name: string): NameFaultReason | undefined {
  if (name === '') return { code: 'empty' }
  if (/\p{Lu}/u.test(name)) return { code: 'upper-case' }
  if (/\s/.test(name)) return { code: 'space' }
  const character = /[^a-z0-9.-]/u.exec(name)?.[0]
  if (character !== undefined) return { code: 'character', character }
  if (/^[.-]/.test(name)) return { code: 'first-character' }
  if (/\.\./.test(name)) return { code: 'two-dots' }
  if (/\.-|-\./.test(name)) return { code: 'dot-beside-hyphen' }
  if (name.length > MAX_LENGTH) return { code: 'too-long', length: name.length, maxLength: MAX_LENGTH }
  if (/^\d+(\.\d+){3}$/.test(name)) return { code: 'ip-address' }
  if (name.length < MIN_LENGTH) return { code: 'too-short', minLength: MIN_LENGTH }
  return /[.-]$/.test(name) ? { code: 'last-character' } : undefined
}

const MAX_OPENABLE_BYTES = 255

export type UnopenableReason =
  | { readonly code: 'empty' | 'colons' | 'tenant' | 'slash' | 'leading-dot' | 'character' }
  | { readonly code: 'too-short'; readonly minLength: number }
  | { readonly code: 'too-long'; readonly bytes: number; readonly maxBytes: number }

/**
 * What no bucket of any gateway is called, however it was created: Swift creates buckets with capitals, spaces and every letter, of up
 * to 255 bytes, and S3 opens them. A tenant may stand before the name, and a colon between.
 * @returns undefined for a name that may exist
 */
export function findUnopenable(bucket: string): UnopenableReason | undefined {
  const [first = '', second, ...more] = bucket.split(':', 3)
  const name = second ?? first
  if (name === '') return { code: 'empty' }
  if (more.length > 0) return { code: 'colons' }
  if (second !== undefined && !/^\w*$/.test(first)) return { code: 'tenant' }
  if (name.includes('/')) return { code: 'slash' }
  if (name.startsWith('.')) return { code: 'leading-dot' }
  if (!name.isWellFormed() || name.includes('\0')) return { code: 'character' }
  const bytes = new TextEncoder().encode(name).length
  if (bytes < MIN_LENGTH) return { code: 'too-short', minLength: MIN_LENGTH }
  return bytes > MAX_OPENABLE_BYTES ? { code: 'too-long', bytes, maxBytes: MAX_OPENABLE_BYTES } : undefined
}

const MAX_PREFIXES = 3

/**
 * Prefixes, up to and with their first `-`, `.` or `_`, that at least two of the names share and a new name may have; the most common
 * first.
 */
export function learnPrefixes(names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of names) {
    const prefix = /^[^-._]+[-._]/.exec(name)?.[0]
    if (prefix !== undefined && name !== prefix) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return [...counts]
    .filter(([prefix, count]) => count > 1 && findNameFault(`${prefix}xxx`) === undefined)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, MAX_PREFIXES)
    .map(([prefix]) => prefix)
}
