// Which failures are worth another try, after how long, and how often.
import { AppError, isAbort, toAppError, type AppErrorKind } from '../domain/app-error'
import type { Clock } from './clock'

const RETRIES = 5
const FIRST_DELAY_MS = 500
const LAST_DELAY_MS = 8_000

/** Failures of the way there and back: they may be gone the next time, and they may have lost an answer after the deed. */
const TRANSIENT: ReadonlySet<AppErrorKind> = new Set([
  'unreachable',
  'not-let-in', // a proxy's 502 without CORS headers looks like this
  'offline',
  'gateway-busy',
  'gateway-failed',
  'cut-short',
  'not-s3' // a proxy's own page, as it gives while the gateway restarts
])

/** True where the deed may have been done all the same, only its answer was lost. */
export function mayHaveLanded(error: AppError): boolean {
  return TRANSIENT.has(error.kind)
}

/** True where the same request may succeed a little later. */
export function isRetryable(error: AppError): boolean {
  return TRANSIENT.has(error.kind) || error.kind === 'digest-mismatch' || error.kind === 'clock-skewed'
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
  /** Hears why it waits before the next try. */
  readonly onTrouble?: ((error: AppError) => void) | undefined
}

/** Tries until it succeeds, the failure is not one to try again, or the budget is spent. Rejects with the last AppError. */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, signal, progress, onTrouble } = options
  let failures = 0
  let seen = progress?.()
  for (;;) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      signal.throwIfAborted()
      const error = toAppError(thrown)
      if (!isRetryable(error)) throw error
      if (TRANSIENT.has(error.kind) && progress?.() !== seen) {
        seen = progress?.()
        failures = 0
      }
      failures++
      const budget = error.kind === 'digest-mismatch' ? (options.digestRetries ?? RETRIES) : RETRIES
      if (failures > budget) throw error
      onTrouble?.(error)
      await clock.sleep(retryDelayMs(failures, clock.random()), signal)
    }
  }
}
