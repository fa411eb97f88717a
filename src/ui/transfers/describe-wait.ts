// What a transfer waits for before it is tried again, in a few words.
import type { AppError } from '../../domain/app-error'
import { explainError } from '../../messages/explain-error'
import { m } from '../../messages/messages'

/** @param retryAtMs when the next try begins; undefined or past: it is under way, or there is no network. */
export function describeWait(error: AppError, retryAtMs: number | undefined, nowMs: number): string {
  if (error.kind === 'offline') return m.transfers.wait.network
  const seconds = retryAtMs === undefined ? 0 : Math.ceil((retryAtMs - nowMs) / 1000)
  const { title } = explainError(error)
  return seconds > 0 ? m.transfers.wait.retryIn(title, seconds) : m.transfers.wait.retrying(title)
}
