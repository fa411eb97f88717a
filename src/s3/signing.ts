// The one place that decides how a request is signed: in its query without any header of its own, so that browsers send it
// without a preflight, or in headers. Also what is signed: the body never is, the SDK's own headers never are.
import type { S3RequestPresigner } from '@aws-sdk/s3-request-presigner'
import { escapeDotSegments } from './dot-segments'
import type { WireRequest } from './sdk-types'

/** How long a query-signed read is good for: as long as a header-signed one, so that a clock may be off by as much. */
const READ_EXPIRES_SECONDS = 900

/** The SDK's signer of headers. */
export interface HeaderSigner {
  sign(request: WireRequest, options?: SigningOptions): Promise<WireRequest>
}

/** The SDK's presigner: it hoists no SSE-C header into the query, so a link says by name that these must come with it. */
export type Presigner = Pick<S3RequestPresigner, 'presign'>

export interface SigningOptions {
  readonly signingDate?: Date | number | string
  readonly signingRegion?: string
  readonly signingService?: string
  readonly unsignableHeaders?: Set<string>
}

export interface SigningRules {
  /** As the gateway knows it; signed as it is. */
  readonly region: string
  readonly pathStyle: boolean
  /** False for a token, which holds a password, and for a session token: neither goes into a URL, which servers and proxies log. */
  readonly mayUseQuery: boolean
  /** Without credentials nothing is signed. */
  readonly isAnonymous?: boolean
  /** Everything is signed as a link that opens for so long: in the query, whatever mayUseQuery says. */
  readonly linkSeconds?: number
}

/** Headers that the SDK adds for itself. None is signed, none is sent. */
const SDK_HEADERS = /^(host|user-agent|x-amz-user-agent|amz-sdk-.*|expect|x-amzn-trace-id)$/

/** The browser sets it by itself; it stays in the request only because the SDK warns about bodies of unknown length. */
const UNSIGNED = new Set(['content-length'])

/** Wraps the SDK's signers in Lockgate's rules. Leaves the request it is given as it was. */
export function createSigner(inner: HeaderSigner, presigner: Presigner, rules: SigningRules): HeaderSigner {
  return {
    async sign(request, options = {}) {
      const bare = strip(request)
      if (rules.isAnonymous === true) return rebuild(unsigned(bare), escapePath(bare.path))
      const signing = { ...options, signingRegion: rules.region }
      const expiresIn = rules.linkSeconds ?? READ_EXPIRES_SECONDS
      const signed = isQuerySigned(bare, rules)
        ? withoutHeaders((await presigner.presign(bare, { ...signing, expiresIn })) as WireRequest)
        : await inner.sign(unsignedPayload(bare), { ...signing, unsignableHeaders: UNSIGNED })
      return rebuild(signed, escapePath(signed.path))
    }
  }

  function escapePath(path: string): Pick<WireRequest, 'path'> {
    return { path: escapeDotSegments(path, rules.pathStyle ? 1 : 0) }
  }
}

/** Links do; and reads that carry nothing of their own (an SSE-C key, a condition or a range would be a header). */
function isQuerySigned(request: WireRequest, rules: SigningRules): boolean {
  if (rules.linkSeconds !== undefined) return true
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead && rules.mayUseQuery && Object.keys(request.headers).every((name) => name === 'host')
}

function strip(request: WireRequest): WireRequest {
  const own = Object.entries(request.headers).filter(([name]) => !SDK_HEADERS.test(name.toLowerCase()))
  const port = request.port === undefined ? '' : `:${request.port}`
  const query = { ...request.query }
  delete query['x-id'] // the name of the operation, which AWS likes to have in its logs
  return rebuild(request, { query, headers: { ...Object.fromEntries(own), host: `${request.hostname}${port}` } })
}

/** Over http the SDK would read the whole body to sign it; a Blob that is read first is sent many times slower. */
function unsignedPayload(request: WireRequest): WireRequest {
  return rebuild(request, { headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })
}

/** Sent without a signature. Gateways let only signed requests choose headers of the answer. */
function unsigned(request: WireRequest): WireRequest {
  const query = Object.entries(request.query).filter(([name]) => !name.startsWith('response-'))
  const headers = Object.entries(request.headers).filter(([name]) => name !== 'host')
  return rebuild(request, { query: Object.fromEntries(query), headers: Object.fromEntries(headers) })
}

function withoutHeaders(request: WireRequest): WireRequest {
  return rebuild(request, { headers: {} })
}

/** A changed copy that is still an instance of the SDK's class, which its middlewares insist on. */
function rebuild(request: WireRequest, change: Partial<WireRequest>): WireRequest {
  return Object.assign(Object.create(Object.getPrototypeOf(request) as object) as WireRequest, request, change)
}
