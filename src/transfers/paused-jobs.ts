// Transfers that are paused, in the order in which they go on, and the accounts whose credentials the gateway refused.
import type { AccountId } from '../domain/account'
import type { AppError, AppErrorKind } from '../domain/app-error'
import type { Job } from './job'
import type { AccountPause } from './transfer'

/** Of the credentials, and so of everything that is signed with them. */
const CREDENTIALS: readonly AppErrorKind[] = ['access-key-unknown', 'secret-wrong', 'token-refused']

interface Refusal {
  readonly job: Job
  readonly error: AppError
  readonly paused: Set<Job>
}

export function isCredentialsError(error: AppError | undefined): error is AppError {
  return error !== undefined && CREDENTIALS.includes(error.kind)
}

/** Two profiles of an account have credentials of their own: one may be refused while the other works. */
export function credentialsOf({ task }: Job): AccountId {
  return task.request.storage.account.credentialsId
}

export class PausedJobs {
  readonly #all = new Set<Job>()
  readonly #refusals = new Map<AccountId, Refusal>()

  /** In the order in which they were paused. */
  get all(): readonly Job[] {
    return [...this.#all]
  }

  get accounts(): readonly AccountPause[] {
    return [...this.#refusals].map(([id, { job, error, paused }]) => ({
      id,
      account: job.view.account,
      error,
      count: paused.size
    }))
  }

  /** Paused by the user, or with others because the gateway refused the credentials of `failed`. */
  add(job: Job, failed?: { readonly job: Job; readonly error: AppError }): void {
    this.#all.add(job)
    if (failed === undefined) return
    const id = credentialsOf(job)
    const refusal = this.#refusals.get(id) ?? { ...failed, paused: new Set() }
    refusal.paused.add(job)
    this.#refusals.set(id, refusal)
  }

  remove(job: Job): void {
    if (!this.#all.delete(job)) return
    const id = credentialsOf(job)
    const paused = this.#refusals.get(id)?.paused
    if (paused?.delete(job) === true && paused.size === 0) this.#refusals.delete(id)
  }

  /** Those that are paused because these credentials were refused. */
  ofAccount(id: AccountId): readonly Job[] {
    return [...(this.#refusals.get(id)?.paused ?? [])]
  }
}
