// Keys with `.` or `..` between slashes, which every browser would resolve away before the request leaves.

/** Whether the key has `.` or `..` between slashes. */
export function hasDotSegments(key: string): boolean {
  return key.split('/').some(isDots)
}

/**
 * The path to send for a path that was signed: the same key for the gateway, which decodes it, and no dot segment for a
 * browser (https://url.spec.whatwg.org/#single-dot-path-segment).
 * @param path encoded, starting with `/`
 * @param bucketSegments how many segments the bucket takes: 1 with path style, 0 with the bucket in the host name
 */
export function escapeDotSegments(path: string, bucketSegments: number): string {
  const segments = path.split('/').slice(1)
  if (!segments.some(isDots)) return path
  const bucket = segments.slice(0, bucketSegments)
  const key = segments.slice(bucketSegments).join('%2F')
  return ['', ...bucket, key].join('/')
}

function isDots(segment: string): boolean {
  return segment === '.' || segment === '..'
}
