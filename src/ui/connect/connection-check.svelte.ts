// One check of a connection as the user follows it: what was seen so far, its steps and, at the end, what follows from them.
import { isAbort, toAppError, type AppError } from '../../domain/app-error'
import { toSteps, type CheckStep, type Observations } from '../../domain/connection-check'
import { conclude, type Conclusion } from '../../domain/connection-conclusion'
import type { Profile } from '../../domain/profile'
import type { Session } from '../../state/session.svelte'

/** What ends before is not shown in between. */
const SLOW_MS = 800

export class ConnectionCheck {
  /** That the user knows by name, to be tested too. */
  bucket = $state('')
  #seen = $state.raw<Observations | undefined>()
  #error = $state.raw<AppError | undefined>()
  #abort = $state.raw<AbortController | undefined>()
  #isSlow = $state(false)
  readonly #session: Pick<Session, 'check'>
  readonly #pageOrigin: string

  constructor(session: Pick<Session, 'check'>, pageOrigin: string) {
    this.#session = session
    this.#pageOrigin = pageOrigin
  }

  get seen(): Observations | undefined {
    return this.#seen
  }
  get steps(): readonly CheckStep[] {
    return this.#seen === undefined ? [] : toSteps(this.#seen)
  }
  /** Undefined while it runs. */
  get conclusion(): Conclusion | undefined {
    return this.#seen === undefined || this.isRunning ? undefined : conclude(this.#seen)
  }
  /** Why the check could not begin. */
  get error(): AppError | undefined {
    return this.#error
  }
  get isRunning(): boolean {
    return this.#abort !== undefined
  }
  /** It runs for long enough that its steps are worth showing. */
  get isSlow(): boolean {
    return this.#isSlow && this.isRunning
  }
  get pageOrigin(): string {
    return this.#pageOrigin
  }

  /**
   * Ends a check that runs.
   * @param isQuick the list of buckets is enough
   * @returns what was seen; undefined when it was stopped or could not begin
   */
  async run(profile: Profile, isQuick = false): Promise<Observations | undefined> {
    this.stop()
    const abort = (this.#abort = new AbortController())
    this.#seen = this.#error = undefined
    this.#isSlow = false
    const timer = setTimeout(() => (this.#isSlow = true), SLOW_MS)
    const request = { pageOrigin: this.#pageOrigin, bucket: this.bucket.trim() || undefined, isQuick }
    const onSeen = (seen: Observations): void => {
      if (!abort.signal.aborted) this.#seen = seen
    }
    try {
      return await this.#session.check(profile, request, onSeen, abort.signal)
    } catch (error) {
      if (abort.signal.aborted) return undefined
      if (!isAbort(error)) this.#error = toAppError(error)
      return undefined
    } finally {
      clearTimeout(timer)
      if (this.#abort === abort) this.#abort = undefined
    }
  }

  /** What was seen is forgotten: half a check concludes nothing. */
  stop(): void {
    if (this.#abort === undefined) return
    this.#abort.abort()
    this.#abort = undefined
    this.#seen = undefined
  }

  /** Says nothing more of a former attempt. */
  forget(): void {
    this.stop()
    this.#seen = this.#error = undefined
  }
}
