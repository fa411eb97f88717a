// Chooses how a signed request travels, and notes what came back before the SDK reads it.
import { withoutQueryValues, type SentRequest } from '../domain/request-history'
import { withinTime } from '../domain/within-time'
import { BodyWatch } from './body-watch'
import { sendByFetch } from './fetch-transport'
import { makeXmlReadable } from './readable-xml'
import { createRedirectCheck } from './redirect-check'
import { streamOf } from './text-stream'
import { isHtmlAnswer } from './translate-error'
import type { HandlerOptions, RequestLog, WireAnswer, WireRequest } from './sdk-types'
import { originOf } from './wire-url'

const SSE_KEY_HEADER = 'x-amz-server-side-encryption-customer-key'
const COPY_SOURCE_HEADER = 'x-amz-copy-source'
const CONDITION: readonly string[] = ['if-match', 'if-none-match']

/** What the SDK asks of a request handler. */
export interface GatewayRequestHandler {
  handle(request: WireRequest, options?: HandlerOptions): Promise<WireAnswer>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): Record<string, never>
}

/**
 * XMLHttpRequest where there is one and someone watches the progress of a body, fetch for everything else.
 * @param onRequest told of each request when its answer or failure is known
 */
export function createRequestHandler(onRequest?: (request: SentRequest) => void): GatewayRequestHandler {
  const refuseRedirects = createRedirectCheck(onRequest)
  const bodies = new BodyWatch()
  return {
    async handle(request, options = {}) {
      const { exchange = {}, onProgress } = options
      exchange.isSent = true
      const bodyBytes = sizeOf(request.body)
      const startedAtMs = Date.now()
      const note = (): void => onRequest?.(describe(request, exchange, startedAtMs))
      const answer = await (
        bodyBytes === undefined ? sendWithinTime(request, options) : sendBody(request, bodyBytes, options)
      ).catch((error: unknown) => {
        note()
        throw error
      })
      const { statusCode, headers } = answer.response
      exchange.status = statusCode
      exchange.contentType = headers['content-type']
      exchange.requestId = headers['x-amz-request-id']
      note()
      exchange.hasDate = headers['date'] !== undefined
      options.onHeaders?.(headers)
      // A page of a proxy is nothing to parse: it would not even load its styles under this page's rules.
      if (options.isObject && statusCode < 300) return answer
      if (isHtmlAnswer(exchange)) dropBody(answer)
      else await makeXmlReadable(answer, options)
      exchange.contentType = headers['content-type']
      if (statusCode < 300 && bodyBytes !== undefined) onProgress?.(bodyBytes)
      return answer
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({})
  }

  async function sendBody(request: WireRequest, size: number, options: HandlerOptions): Promise<WireAnswer> {
    let sentBytes = 0
    const onProgress = (bytes: number): void => {
      sentBytes = bytes
      options.onProgress?.(bytes)
    }
    const isByFetch = mustUseFetch(request, options)
    return await bodies.run({ sizeBytes: size, sentBytes: () => sentBytes }, (giveUp) => {
      const abortSignal = withSignal(giveUp, options)
      return isByFetch
        ? sendWithinTime(request, { ...options, abortSignal })
        : sendWatched(request, { ...options, onProgress, abortSignal })
    })
  }

  /** The SDK's own timeout leaves the request as it is: a browser has six connections for a host, and each would be held. */
  async function sendWithinTime(request: WireRequest, options: HandlerOptions): Promise<WireAnswer> {
    const { requestTimeout, ...rest } = options
    if (requestTimeout === undefined) return sendByFetch(request, rest)
    const giveUp = new AbortController()
    const asking = sendByFetch(request, { ...rest, abortSignal: withSignal(giveUp.signal, rest) })
    try {
      return await withinTime(asking, requestTimeout, () => new TypeError('No answer'))
    } catch (error) {
      giveUp.abort()
      throw error
    }
  }

  async function sendWatched(request: WireRequest, options: HandlerOptions): Promise<WireAnswer> {
    await refuseRedirects(request)
    return (await import('./xhr-transport')).sendByXhr(request, options)
  }
}

function describe(request: WireRequest, { status, requestId }: RequestLog, startedAtMs: number): SentRequest {
  const { method, path, query, headers } = request
  return {
    ...{ method, status, requestId, startedAtMs },
    origin: originOf(request),
    path: withoutQueryValues(path, Object.keys(query)),
    needsHeader: SSE_KEY_HEADER in headers || COPY_SOURCE_HEADER in headers || undefined,
    durationMs: Date.now() - startedAtMs
  }
}

/** Of what is uploaded; undefined for other bodies, which are text. */
function sizeOf(body: unknown): number | undefined {
  if (body instanceof Blob) return body.size
  return body instanceof Uint8Array ? body.byteLength : undefined
}

/** Fires with either. */
function withSignal(signal: AbortSignal, { abortSignal }: HandlerOptions): AbortSignal {
  return abortSignal === undefined ? signal : AbortSignal.any([signal, abortSignal as AbortSignal])
}

function dropBody({ response }: WireAnswer): void {
  if (response.body instanceof ReadableStream) void response.body.cancel().catch(() => undefined)
  response.body = streamOf('')
}

/**
 * A key must not follow a redirect, and only fetch can refuse one; beside a condition XMLHttpRequest sends `Cache-Control:
 * max-age=0` (Chromium), which the gateway would keep as the object's own. Their progress is told when the body has gone.
 */
function mustUseFetch({ headers }: WireRequest, options: HandlerOptions): boolean {
  if (options.onProgress === undefined || typeof XMLHttpRequest === 'undefined') return true
  return SSE_KEY_HEADER in headers || CONDITION.some((name) => name in headers)
}
