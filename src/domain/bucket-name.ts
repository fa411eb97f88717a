// What a bucket may be called: S3's rules, one sentence each, and beginnings learnt from names that exist. Pure.

/** Why a name cannot be used. */
export interface NameFault {
  /** One sentence. */
  readonly text: string
  /** True for what more typing may mend: nothing to be alarmed about yet. */
  readonly isUnfinished: boolean
}

const SHORTEST = 3
const LONGEST = 63

/**
 * S3's rules, https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, as far as RADOS gateways keep them: they
 * take the beginnings and ends that AWS reserves for itself (`xn--`, `-s3alias`). A gateway with relaxed names would take more than
 * this; other tools would not.
 * @returns the first rule that the name breaks; undefined for a name that breaks none
 */
export function findNameFault(name: string): NameFault | undefined {
  const broken = RULES.find(({ isBroken }) => isBroken(name))
  if (broken === undefined) return undefined
  const { text, isUnfinished = false } = broken
  return { text: typeof text === 'string' ? text : text(name), isUnfinished }
}

interface Rule {
  readonly isBroken: (name: string) => boolean
  readonly text: string | ((name: string) => string)
  readonly isUnfinished?: boolean
}

const RULES: readonly Rule[] = [
  { isBroken: (name) => name === '', text: 'A bucket needs a name.', isUnfinished: true },
  { isBroken: (name) => /\p{Lu}/u.test(name), text: 'Lower-case letters only.' },
  { isBroken: (name) => /\s/.test(name), text: 'No spaces; a hyphen can stand for one.' },
  {
    isBroken: (name) => /[^a-z0-9.-]/u.test(name),
    text: (name) => `Letters a to z, digits, hyphens and dots only, not “${/[^a-z0-9.-]/u.exec(name)?.[0] ?? ''}”.`
  },
  { isBroken: (name) => /^[.-]/.test(name), text: 'The first character must be a letter or a digit.' },
  { isBroken: (name) => /\.\./.test(name), text: 'No two dots side by side.' },
  { isBroken: (name) => /\.-|-\./.test(name), text: 'No dot beside a hyphen.' },
  {
    isBroken: (name) => name.length > LONGEST,
    text: (name) => `At most ${LONGEST} characters; this is ${name.length}.`
  },
  { isBroken: (name) => /^\d+(\.\d+){3}$/.test(name), text: 'Not in the form of an IP address.' },
  { isBroken: (name) => name.length < SHORTEST, text: `At least ${SHORTEST} characters.`, isUnfinished: true },
  {
    isBroken: (name) => /[.-]$/.test(name),
    text: 'The last character must be a letter or a digit.',
    isUnfinished: true
  }
]

const MAX_OPENABLE_BYTES = 255

/**
 * What no bucket of any gateway is called, however it was made: Swift makes buckets with capitals, spaces and every letter, of up to 255
 * bytes, and S3 opens them. A tenant may stand before the name, and a colon between.
 * @returns one sentence; undefined for a name that may exist
 */
export function findUnopenable(bucket: string): string | undefined {
  const [first = '', second, ...more] = bucket.split(':', 3)
  const name = second ?? first
  if (name === '') return 'A bucket needs a name.'
  if (more.length > 0) return 'A bucket’s name has one colon at most, after its tenant.'
  if (second !== undefined && !/^\w*$/.test(first)) return 'A tenant’s name has letters, digits and underscores only.'
  if (name.includes('/')) return 'A bucket’s name has no slash.'
  if (name.startsWith('.')) return 'No bucket’s name begins with a dot.'
  if (!name.isWellFormed() || name.includes('\0')) return 'This name has an invalid character.'
  const bytes = new TextEncoder().encode(name).length
  if (bytes < SHORTEST) return `Bucket names have at least ${SHORTEST} characters.`
  if (bytes > MAX_OPENABLE_BYTES)
    return `Bucket names have at most ${MAX_OPENABLE_BYTES} bytes; this one has ${bytes.toLocaleString('en')}.`
  return undefined
}

const MAX_PREFIXES = 3

/**
 * Beginnings, up to and with their first `-`, `.` or `_`, that at least two of the names share and a new name may have; the most
 * common first.
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
