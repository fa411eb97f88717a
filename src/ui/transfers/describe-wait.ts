// What a transfer waits for before it is tried again, in a few words.
import type { AppError } from '../../domain/app-error'
import { explainError } from '../../messages/explain-error'

/** @param retryAtMs when the next try begins; undefined or past: it is under way, or there is no network. */
export function describeWait(error: AppError, retryAtMs: number | undefined, nowMs: number): string {
  if (error.kind === 'offline') return 'Waiting for the network…'
  const seconds = retryAtMs === undefined ? 0 : Math.ceil((retryAtMs - nowMs) / 1000)
  return `${explainError(error).title}; ${seconds > 0 ? `retrying in ${seconds} s` : 'retrying…'}`
}
