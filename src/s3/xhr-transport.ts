// Sends one body by XMLHttpRequest, because only that tells how many bytes have left. It cannot be kept from following a redirect, so
// no key is sent by it, and callers look for redirects before (redirect-check.ts).
import { XhrHttpHandler } from '@aws-sdk/xhr-http-handler'
import { AppError } from '../domain/app-error'
import { streamOf } from './text-stream'
import type { HandlerOptions, WireAnswer, WireRequest } from './sdk-types'
import { originOf } from './wire-url'

/** The part of Node's EventEmitter, whose types a page does not have. */
interface Emitter {
  on(event: string, listener: (subject: never) => void): void
}

/** Rejects with a TypeError, as fetch does, when there is no answer; the caller tells aborts by its signal. */
export async function sendByXhr(request: WireRequest, options: HandlerOptions): Promise<WireAnswer> {
  const handler = new XhrHttpHandler({}) // one for each request, so that its events are about this one
  const events = handler as unknown as Emitter
  let xhr: XMLHttpRequest | undefined
  events.on(XhrHttpHandler.EVENTS.BEFORE_XHR_SEND, (instance: XMLHttpRequest) => (xhr = instance))
  const { abortSignal, exchange = {}, onProgress } = options
  exchange.hasBodyLeft = false
  events.on(XhrHttpHandler.EVENTS.UPLOAD_PROGRESS, (event: ProgressEvent) => {
    exchange.hasBodyLeft ||= event.loaded > 0
    onProgress?.(event.loaded)
  })
  const answer = await handler.handle(request, abortSignal === undefined ? {} : { abortSignal })
  // A failed or aborted request reaches DONE with status 0 before its error event, so the handler resolves.
  if (answer.response.statusCode === 0) throw new TypeError('No answer')
  // It is whole by now. The handler's own stream, cancelled, rejects a promise without a handler.
  if (typeof xhr?.responseText === 'string') answer.response.body = streamOf(xhr.responseText)
  const answeredBy = xhr === undefined ? undefined : otherHost(request, xhr.responseURL)
  if (answeredBy !== undefined) throw new AppError('redirected', { receivedBy: answeredBy })
  return answer
}

/**
 * Whose answer it is, when the browser followed a redirect; undefined when it is the gateway's own. A browser may write the same path
 * in another way, so only the origin counts.
 */
function otherHost(request: WireRequest, responseUrl: string): string | undefined {
  if (responseUrl === '') return undefined
  const { origin, host } = new URL(responseUrl)
  return origin === originOf(request) ? undefined : host
}
