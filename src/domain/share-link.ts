// Links to an object as text: how long they open, until when, and what opens them. Pure: signs nothing, sees no key's bytes.

/** What S3's signatures allow at most: 7 days. */
export const MAX_LIFETIME_SECONDS = 604_800

export const LIFETIMES = [
  { seconds: 3600, words: '1 hour' },
  { seconds: 86_400, words: '1 day' },
  { seconds: MAX_LIFETIME_SECONDS, words: '7 days' }
] as const

/** A signed link and its end. The url is a secret until then. */
export interface ShareLink {
  readonly url: string
  readonly lifetimeSeconds: number
  readonly expiresAtMs: number
}

/** Whole seconds as a person types them: `3600`, `3,600`, `3 600`. @returns 1 to 604,800, or a sentence that says what is wrong. */
export function parseLifetime(text: string): { readonly seconds: number } | { readonly problem: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'Enter for how many seconds the link shall open.' }
  if (/^[-−]\d/.test(trimmed)) return { problem: 'A link opens for 1 second at least.' }
  if (!/^(\d+|\d{1,3}([,'’\s]\d{3})+)$/.test(trimmed))
    return { problem: 'Write whole seconds in digits, such as 3600.' }
  const seconds = Number(trimmed.replace(/\D/g, ''))
  if (seconds < 1) return { problem: 'A link opens for 1 second at least.' }
  if (seconds > MAX_LIFETIME_SECONDS)
    return { problem: 'No signed link opens for longer than 7 days, which are 604,800 seconds.' }
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

/**
 * One line for a shell that fetches an encrypted object into a file. The key is a placeholder, for the person to fill in.
 * @param md5Base64 of the key, where it is known; else a placeholder too
 */
export function formatCurlLine(url: string, objectKey: string, md5Base64: string | undefined): string {
  const header = 'x-amz-server-side-encryption-customer'
  const headers = [
    `${header}-algorithm: AES256`,
    `${header}-key: <base64 of the key>`,
    `${header}-key-MD5: ${md5Base64 ?? '<base64 of the MD5 of the key>'}`
  ]
  const options = headers.map((line) => `--header ${quoteForShell(line)}`).join(' ')
  return `curl --fail --output ${quoteForShell(fileNameOf(objectKey))} ${options} ${quoteForShell(url)}`
}

/** One word of a POSIX shell; without a quote in it also one of PowerShell's. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A name that is a plain file in any directory, and no option of curl's. */
function fileNameOf(objectKey: string): string {
  const last = objectKey.split('/').findLast((segment) => segment !== '') ?? ''
  const plain = last.replace(/[^\p{L}\p{N}._+=@-]+/gu, '-').replace(/^[.-]+/, '')
  return [...plain].slice(-60).join('') || 'object'
}
