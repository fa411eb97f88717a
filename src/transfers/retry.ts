// Which failures are worth another try, after how long, and how often.
import { AppError, isAbort, toAppError, type AppErrorKind } from '../domain/app-error'
import type { NetworkStatus } from '../domain/ports'
import type { Clock } from './clock'
import type { Contact } from './contact'
import { untilAborted } from './until-aborted'

/** Together about 15 s: for a request that fails alone, and where a user waits for the answer. */
const RETRIES = 5
/** Together about two minutes: a gateway that restarts or a network that changes must not end a transfer. */
const OUTAGE_RETRIES = 18
/** After these an outage has no end, unless the gateway answers something else so often while this request goes on failing. */
const MAX_ANSWERS = 3
const FIRST_DELAY_MS = 500
const LAST_DELAY_MS = 8_000
/** Browsers that say "offline" may be wrong, above all of a gateway on this machine. */
const OFFLINE_RETRY_MS = 30_000

/** Failures of an outage. */
const OUTAGE: ReadonlySet<AppErrorKind> = new Set(['offline', 'unreachable', 'gateway-busy', 'gateway-failed'])
/** So may these be: a proxy's 502 without CORS headers, and its own page, while the gateway restarts. Or they are refusals. */
const HIDDEN: ReadonlySet<AppErrorKind> = new Set(['cors-blocked', 'not-s3'])

/** Failures of the way there and back: they may be gone the next time, and they may have lost the response to what was done. */
export function isTransient({ kind }: AppError): boolean {
  return OUTAGE.has(kind) || HIDDEN.has(kind) || kind === 'truncated'
}

/** True where the operation may have completed and only its response was lost. */
export function isOutcomeUnknown(error: AppError): boolean {
  return isTransient(error)
}

/** True where the same request may succeed a little later. */
export function isRetryable(error: AppError): boolean {
  return isTransient(error) || error.kind === 'digest-mismatch' || error.kind === 'clock-skewed'
}

/** Half a second, doubling up to eight, give or take a quarter. `failures` from 1. */
function retryDelayMs(failures: number, random: number): number {
  return Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)) * (0.75 + random / 2)
}

export interface RetryOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Grows when the whole gets on: then a failure of the network has all its tries again. */
  readonly progress?: (() => number) | undefined
  /** Tries after the first for `digest-mismatch`; default as for the others. */
  readonly digestRetries?: number | undefined
  /** Given: an outage is outlasted as long as nothing else gets through to this gateway, but for two minutes where nothing ever has. */
  readonly contact?: Contact | undefined
  /** Given: without a network nothing is counted as a try, and it goes on when the network is back. */
  readonly network?: NetworkStatus | undefined
  /** Hears why it waits, and until when; undefined: until there is a network. */
  readonly onRetry?: ((error: AppError, retryAtMs: number | undefined) => void) | undefined
}

/** Tries until it succeeds, the failure is not one to try again, or the budget is spent. Rejects with the last AppError. */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, signal, progress, contact, network, onRetry } = options
  let failures = 0
  let lone = 0 // of these: those that no outage explains
  let answers = 0 // of the gateway, to what it was asked in between
  let seen = progress?.()
  let sinceMs = clock.nowMs()
  for (;;) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      signal.throwIfAborted()
      const error = toAppError(thrown)
      if (!isRetryable(error)) throw error
      if (isTransient(error) && network?.isOnline === false) {
        onRetry?.(error.kind === 'offline' ? error : new AppError('offline', error.details), undefined)
        await untilOnline(network, clock, signal)
        continue
      }
      if (isTransient(error) && progress?.() !== seen) {
        seen = progress?.()
        failures = lone = answers = 0
      }
      failures++
      const isOutage = OUTAGE.has(error.kind) || (HIDDEN.has(error.kind) && contact?.wasMade === true)
      if (contact === undefined || !isOutage || contact.wasMadeSince(sinceMs)) lone++
      sinceMs = clock.nowMs()
      const budget = error.kind === 'digest-mismatch' ? (options.digestRetries ?? RETRIES) : RETRIES
      if (lone > budget || answers >= MAX_ANSWERS) throw error
      if (failures > OUTAGE_RETRIES) {
        if (!isOutage || contact?.wasMade !== true) throw error
        const { atMs, failure } = contact.nextQuestion()
        onRetry?.(error, atMs)
        const asked = await untilAborted(failure, signal)
        // Asked or not, the request itself is tried: nothing else tells for sure.
        if (asked === undefined || !isTransient(asked)) answers++
        continue
      }
      const delayMs = retryDelayMs(failures, clock.random())
      onRetry?.(error, sinceMs + delayMs)
      await clock.sleep(delayMs, signal)
    }
  }
}

async function untilOnline(network: NetworkStatus, clock: Clock, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const waits = [network.untilOnline(either), clock.sleep(OFFLINE_RETRY_MS, either)]
  try {
    await Promise.race(waits)
  } finally {
    over.abort()
    await Promise.allSettled(waits)
  }
}
