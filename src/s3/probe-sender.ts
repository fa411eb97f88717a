// Sends a request of a connection check, whose failure is a finding too.
import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3'
import { isAbort, toAppError, type AppError } from '../domain/app-error'
import type { Outcome } from '../domain/connection-check'
import { withinTime } from '../domain/within-time'
import type { Operation } from './error-table'
import type { GatewayClient } from './gateway-client'
import type { GatewayCommand } from './sdk-client'

/** A gateway that looks tokens up may take some seconds; a longer wait is no working connection. */
const ANSWER_TIMEOUT_MS = 20_000

export interface Told {
  readonly outcome: Outcome
  readonly error: AppError | undefined
  /** As far as the page may read them. */
  readonly headers: Readonly<Record<string, string>> | undefined
  /** When the request went and when its last answer came. */
  readonly sentAtMs: number
  readonly answeredAtMs: number
}

/** Rejects only when the signal fires. */
export type Send = <I extends ServiceInputTypes, O extends ServiceOutputTypes>(
  operation: Operation,
  createCommand: () => GatewayCommand<I, O>,
  onOutput?: (output: O) => void
) => Promise<Told>

export function createProbeSender(client: GatewayClient, signal: AbortSignal | undefined): Send {
  return async (operation, createCommand, onOutput) => {
    const sentAtMs = Date.now()
    let headers: Told['headers']
    let answeredAtMs = sentAtMs
    const giveUp = new AbortController()
    const either = signal === undefined ? giveUp.signal : AbortSignal.any([giveUp.signal, signal])
    const onHeaders = (seen: Readonly<Record<string, string>>): void => {
      headers = seen
      answeredAtMs = Date.now()
    }
    const end = (error: AppError | undefined): Told => {
      // Only an answer has a status; a write that had none was not let through, or broke.
      const isAnswer = error === undefined || error.details.status !== undefined
      const outcome: Outcome = !isAnswer
        ? { kind: 'hidden' }
        : error === undefined
          ? { kind: 'answer' }
          : { kind: 'answer', error }
      return { outcome, error, headers, sentAtMs, answeredAtMs }
    }
    try {
      const asking = client.send(operation, createCommand, { signal: either, onHeaders })
      const output = await withinTime(asking, ANSWER_TIMEOUT_MS, () => new TypeError('No answer'))
      onOutput?.(output)
      return end(undefined)
    } catch (thrown) {
      giveUp.abort()
      signal?.throwIfAborted()
      return end(isAbort(thrown) ? undefined : toAppError(thrown))
    }
  }
}
