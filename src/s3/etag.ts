// ETags as the rest of Lockgate speaks of them: without the quotes of HTTP.

/** @returns undefined where there is none, or an empty one, as Pacific answers a completed upload. */
export function unquote(etag: string | undefined): string | undefined {
  const bare = etag?.replace(/^(W\/)?"?|"?$/g, '')
  return bare === '' ? undefined : bare
}
