// Links to an object as text: how long they are valid, and the command that opens them. Pure: signs nothing, sees no key's bytes.
import { safeFileName } from './file-name'

/** What S3's signatures allow at most: 7 days. */
export const MAX_LIFETIME_SECONDS = 604_800

/** In seconds, as they are offered. */
export const LIFETIMES = [3600, 86_400, MAX_LIFETIME_SECONDS] as const
export type Lifetime = (typeof LIFETIMES)[number]

export type LifetimeProblem = 'empty' | 'not-a-number' | 'too-short' | 'too-long'

/** A signed link and its end. The url is a secret until then. */
export interface ShareLink {
  readonly url: string
  readonly lifetimeSeconds: number
  readonly expiresAtMs: number
}

/** Whole seconds as a user types them: `3600`, `3,600`, `3 600`. @returns 1 to 604,800, or what is wrong. */
export function parseLifetime(text: string): { readonly seconds: number } | { readonly problem: LifetimeProblem } {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'empty' }
  if (/^[-−]\d/.test(trimmed)) return { problem: 'too-short' }
  if (!/^(\d+|\d{1,3}([,'’\s]\d{3})+)$/.test(trimmed)) return { problem: 'not-a-number' }
  const seconds = Number(trimmed.replace(/\D/g, ''))
  if (seconds < 1) return { problem: 'too-short' }
  if (seconds > MAX_LIFETIME_SECONDS) return { problem: 'too-long' }
  return { seconds }
}

/** @param url of SigV4, which names the second it was signed in: by the gateway's clock, where that is known to differ from ours */
export function toShareLink(url: string, lifetimeSeconds: number): ShareLink {
  const date = new URL(url).searchParams.get('X-Amz-Date') ?? ''
  const signedAtMs = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  return { url, lifetimeSeconds, expiresAtMs: signedAtMs + lifetimeSeconds * 1000 }
}

/** `ending`: a tenth of its time is left, or less; of long ones the last hour. */
export function stageOf(
  { expiresAtMs, lifetimeSeconds }: Omit<ShareLink, 'url'>,
  nowMs: number
): 'open' | 'ending' | 'over' {
  const leftSeconds = (expiresAtMs - nowMs) / 1000
  if (leftSeconds <= 0) return 'over'
  return leftSeconds <= Math.min(lifetimeSeconds / 10, 3600) ? 'ending' : 'open'
}

/** As aws-cli, s3cmd and rclone name it: nothing is escaped. */
export function formatS3Path(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`
}

/** Stand in a command for what the user fills in. */
export interface KeyPlaceholders {
  readonly key: string
  readonly md5: string
}

/**
 * A shell command that downloads an encrypted object. It never contains the key.
 * @param md5Base64 of the key, where it is known
 */
export function formatCurlCommand(
  url: string,
  objectKey: string,
  md5Base64: string | undefined,
  placeholder: KeyPlaceholders
): string {
  const headers = [
    ['algorithm', 'AES256'],
    ['key', placeholder.key],
    ['key-MD5', md5Base64 ?? placeholder.md5]
  ].flatMap(([name, value]) => ['--header', quoteForShell(`x-amz-server-side-encryption-customer-${name}: ${value}`)])
  return ['curl', '--fail', '--output', quoteForShell(fileNameOf(objectKey)), ...headers, quoteForShell(url)].join(' ')
}

/** One word of a POSIX shell; without a quote in it also one of PowerShell's. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A name that is a plain file in any directory, and no option of curl's. */
function fileNameOf(objectKey: string): string {
  const plain = objectKey.replace(/[^\p{L}\p{N}._+=@/-]+/gu, '-')
  return safeFileName(plain, { substitute: '-', maxBytes: 60 })
}
