// Sends one body by XMLHttpRequest, because only that tells how many bytes have left. It cannot be kept from following a redirect.
import { XhrHttpHandler } from '@aws-sdk/xhr-http-handler'
import { AppError } from '../domain/app-error'
import type { HandlerOptions, WireAnswer, WireRequest } from './wire'

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
  if (xhr !== undefined && hasMoved(request, xhr.responseURL)) throw new AppError('redirected')
  return answer
}

/** The answer came from another place; a browser may write the same path in another way, so only the origin counts. */
function hasMoved(request: WireRequest, responseUrl: string): boolean {
  if (responseUrl === '') return false
  const port = request.port === undefined ? '' : `:${request.port}`
  return new URL(responseUrl).origin !== new URL(`${request.protocol}//${request.hostname}${port}`).origin
}
