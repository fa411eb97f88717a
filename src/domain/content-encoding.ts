// What a Content-Encoding header really says. Tools also write into it what is no coding of the bytes.

/** Of a transfer by SDKs, of the charset by s3cmd, and the name of no coding. */
const NOT_CODINGS: ReadonlySet<string> = new Set(['aws-chunked', 'utf-8', 'utf8', 'identity'])

/** The codings that the stored bytes have, such as `gzip`, as written. */
export function codingsOf(contentEncoding: string | undefined): readonly string[] {
  return valuesOf(contentEncoding).filter((value) => !NOT_CODINGS.has(value.toLowerCase()))
}

/**
 * The header for writing the object again. `aws-chunked` is never sent back: it would tell the gateway that the body of that very
 * request comes in signed chunks. Undefined where nothing is left.
 */
export function withoutAwsChunked(contentEncoding: string | undefined): string | undefined {
  const values = valuesOf(contentEncoding)
  const kept = values.filter((value) => !isAwsChunked(value))
  if (kept.length === values.length) return contentEncoding || undefined
  return kept.length === 0 ? undefined : kept.join(', ')
}

export function hasAwsChunked(contentEncoding: string | undefined): boolean {
  return valuesOf(contentEncoding).some(isAwsChunked)
}

function valuesOf(contentEncoding = ''): readonly string[] {
  return contentEncoding
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
}

function isAwsChunked(value: string): boolean {
  return value.toLowerCase() === 'aws-chunked'
}
