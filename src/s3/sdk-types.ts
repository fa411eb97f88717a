// The shapes that the SDK hands to a request handler, taken from its own types, and what Lockgate adds to them.
import type { FetchHttpHandler } from '@smithy/fetch-http-handler'

/** A request as the SDK builds and signs it. */
export type WireRequest = Parameters<FetchHttpHandler['handle']>[0]

/** An answer as the SDK reads it. */
export type WireAnswer = Awaited<ReturnType<FetchHttpHandler['handle']>>

/** What is known of one exchange, whatever the SDK makes of it: filled in by the handler, read when an error is named. */
export interface RequestLog {
  isSent?: boolean
  status?: number
  contentType?: string | undefined
  requestId?: string | undefined
  /** Whether a byte of the body left; undefined where it is unknown. None leaves when a preflight is refused. */
  hasBodyLeft?: boolean
  /** Whether the page may read the gateway's clock. */
  hasDate?: boolean
}

type SdkOptions = NonNullable<Parameters<FetchHttpHandler['handle']>[1]>

/** Options of one request: the SDK's signal and timeout (milliseconds to the first byte), and what it passes on unread. */
export interface HandlerOptions extends SdkOptions {
  readonly exchange?: RequestLog
  /** Bytes of the body that have left, cumulative. */
  readonly onProgress?: ((sentBytes: number) => void) | undefined
  /** The answer's body is an object's own bytes, whatever type they are said to have. */
  readonly isObject?: boolean
  /** The answer's body is what was asked for: one without a body is none. */
  readonly isDocument?: boolean
  /** Reads the text of an answer that succeeded, and says whether it did: the SDK is then told of no body. Called for each try. */
  readonly readDocument?: ((text: string) => boolean) | undefined
  /** How long the answer's body may be silent; default a minute. */
  readonly maxSilenceMs?: number
  readonly onHeaders?: ((headers: Readonly<Record<string, string>>) => void) | undefined
  /** What was answered already: the SDK reads it, and nothing is sent. */
  readonly answer?: WireAnswer
}
