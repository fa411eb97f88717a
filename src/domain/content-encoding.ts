// The Content-Encoding header. Tools also write values into it that are no coding of the bytes.

/** `aws-chunked` by SDKs, the charset by s3cmd, and `identity`. */
const NOT_CODINGS: ReadonlySet<string> = new Set(['aws-chunked', 'utf-8', 'utf8', 'identity'])

/** The codings of the stored bytes, such as `gzip`, as written. */
export function codingsOf(contentEncoding: string | undefined): readonly string[] {
  return valuesOf(contentEncoding).filter((value) => !NOT_CODINGS.has(value.toLowerCase()))
}

/**
 * The header for rewriting the object. `aws-chunked` is never sent back: it would announce a body in signed chunks. Undefined
 * where nothing is left.
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
