// A profile: one gateway and the credentials for it. Knows nothing of where profiles are kept.

/** What most gateways are content with. */
export const DEFAULT_REGION = 'us-east-1'

/** One way in: a gateway, its settings and the credentials for it. */
export interface Profile {
  readonly id: string
  readonly name: string
  /** Origin of the gateway, without a trailing slash: `https://rgw.example.edu` or `http://127.0.0.1:7480`. */
  readonly endpoint: string
  readonly region: string
  readonly pathStyle: boolean
  /** An access key, or an RGW token (base64 JSON) that holds no `/`. Blank: no account, and no request is signed. */
  readonly accessKey: string
  /** May be blank: a token needs none. */
  readonly secretKey: string
  /** Of temporary credentials (STS): sent as `x-amz-security-token` with each request. Never blank. */
  readonly sessionToken?: string | undefined
  /** When they end; absent where nothing told. */
  readonly sessionExpiresAtMs?: number | undefined
  /** True: kept on this device. False: in this tab's memory only, until it is closed or reloaded. */
  readonly isRemembered: boolean
  readonly createdAtMs: number
}

/** It opens what is public, and asks for it unsigned. */
export function isAnonymousProfile({ accessKey }: Pick<Profile, 'accessKey'>): boolean {
  return accessKey === ''
}

/** The same gateway, asked in the same way with the same credentials. */
export function isSameConnection(one: Profile, other: Profile): boolean {
  const fields = ['endpoint', 'region', 'pathStyle', 'accessKey', 'secretKey', 'sessionToken'] as const
  return fields.every((field) => one[field] === other[field])
}

/** Whatever page is stored on such a gateway runs at Lockgate's own address, and may read what Lockgate stores. */
export function sharesOrigin(endpoint: string, pageOrigin: string): boolean {
  const given = parseEndpoint(endpoint)
  return 'endpoint' in given && given.endpoint === pageOrigin
}

/** What may be known of an endpoint's transport without a request. */
export type Transport = 'https' | 'http-loopback' | 'http-open'

/** The transport that an endpoint's address names. Loopback is 127.0.0.0/8, ::1 and localhost (RFC 6761). */
export function transportOf(endpoint: string): Transport {
  const url = new URL(endpoint)
  if (url.protocol === 'https:') return 'https'
  const host = url.hostname
  const isLoopback =
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
  return isLoopback ? 'http-loopback' : 'http-open'
}

/** SSE-C keys travel in a header: never over plain http, except to this very machine. */
export function maySendSseKey(endpoint: string): boolean {
  return transportOf(endpoint) !== 'http-open'
}

/** Why a text is not the address of a gateway. */
export type EndpointProblem = 'empty' | 'not-an-address' | 'scheme' | 'credentials' | 'path'

/**
 * Reads what a user typed as a gateway: adds `https://` where no scheme is given, drops a trailing slash.
 * @returns the origin, or what is wrong with it.
 */
export function parseEndpoint(text: string): { readonly endpoint: string } | { readonly problem: EndpointProblem } {
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'empty' }
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined
  // Browsers do not agree on what a host may hold: some encode a blank where others refuse it.
  if (url === undefined || /[\s%]/.test(url.hostname)) return { problem: 'not-an-address' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'scheme' }
  if (url.username !== '' || url.password !== '') return { problem: 'credentials' }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return { problem: 'path' }
  return { endpoint: url.origin }
}
