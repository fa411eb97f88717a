// Transfers that are paused, in the order in which they go on, and in groups those that would fail for the reason of one that failed.
import type { AppError } from '../domain/app-error'
import type { Job } from './job'
import { refusalId } from './refusal-id'
import type { PausedGroup } from './transfer'

interface Group {
  readonly failed: Job
  readonly error: AppError
  readonly paused: Set<Job>
}

export class PausedJobs {
  readonly #all = new Set<Job>()
  readonly #groups = new Map<string, Group>()

  /** In the order in which they were paused. */
  get all(): readonly Job[] {
    return [...this.#all]
  }

  get groups(): readonly PausedGroup[] {
    return [...this.#groups].map(([id, { failed, error, paused }]) => {
      const { account, bucket } = failed.view
      return { id, account, bucket, error, count: paused.size }
    })
  }

  /** Why the groups are paused, by their ids. */
  get refusals(): Iterable<readonly [string, AppError]> {
    return [...this.#groups].map(([id, { error }]) => [id, error] as const)
  }

  /** Paused by the user, or because of how another one failed. */
  add(job: Job, cause?: { readonly failed: Job; readonly error: AppError }): void {
    this.#all.add(job)
    const id = cause && refusalId(cause.error, cause.failed.task)
    if (cause === undefined || id === undefined) return
    const group = this.#groups.get(id) ?? { ...cause, paused: new Set() }
    group.paused.add(job)
    this.#groups.set(id, group)
  }

  /** The user has paused everything: nothing goes on because a reason is past. */
  dissolveGroups(): void {
    this.#groups.clear()
  }

  remove(job: Job): void {
    if (!this.#all.delete(job)) return
    for (const [id, { paused }] of this.#groups) if (paused.delete(job) && paused.size === 0) this.#groups.delete(id)
  }

  /** @param id of a {@link PausedGroup} */
  ofGroup(id: string): readonly Job[] {
    return [...(this.#groups.get(id)?.paused ?? [])]
  }
}
