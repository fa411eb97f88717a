// The URL of a signed request, character for character as it was signed.
import { buildQueryString } from '@smithy/core/protocols'
import type { WireRequest } from './sdk-types'

/** RFC 3986 escaping, which signatures are made of; encodeURIComponent leaves five characters as they are. */
export function escapeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Where the request goes, as a browser writes it: without the port that its protocol has anyway. */
export function originOf({ protocol, hostname, port }: WireRequest): string {
  return new URL(`${protocol}//${port === undefined ? hostname : `${hostname}:${port}`}`).origin
}

/** Protocol, host, path and query of the request. */
export function formatWireUrl({ protocol, hostname, port, path, query }: WireRequest): string {
  const search = buildQueryString(query)
  const authority = port === undefined ? hostname : `${hostname}:${port}`
  return `${protocol}//${authority}${path}${search === '' ? '' : `?${search}`}`
}
