// The version that runs here, whether it is kept for use without a network, and a newer one that waits for the person.
import type { OfflineCopy, OfflineCopyState, TakeOver, VersionAnswer } from '../domain/ports'
import type { LeaveGuard } from './leave-guard.svelte'

/** A page that is looked at again asks no more often than this. */
const ASK_AGAIN_MS = 3_600_000

export class Updates {
  readonly #copy: OfflineCopy
  readonly #guard: LeaveGuard
  #state = $state.raw<OfflineCopyState>({
    keeping: 'beginning',
    sizeBytes: undefined,
    hasNewVersion: false,
    isFormer: false
  })
  #answer = $state<VersionAnswer | undefined>()
  #isChecking = $state(false)
  #outcome = $state<TakeOver | undefined>()
  #askedAtMs: number

  constructor(copy: OfflineCopy, guard: LeaveGuard) {
    this.#copy = copy
    this.#guard = guard
    this.#askedAtMs = Date.now() // the copy asks by itself at the start
    copy.watch((state) => {
      this.#state = state
      if (state.isFormer && this.#outcome === 'failed') this.#outcome = undefined // it took over after all
    })
  }

  /** Of this tab; empty for a page that was not built. */
  get version(): string {
    return this.#copy.version
  }
  get keeping(): OfflineCopyState['keeping'] {
    return this.#state.keeping
  }
  get sizeBytes(): number | undefined {
    return this.#state.sizeBytes
  }
  /** Loading this tab again would bring a newer version. */
  get isReady(): boolean {
    return this.#state.hasNewVersion || this.#state.isFormer || this.#outcome === 'loading' // it waits no more then
  }
  /** It has taken over, by another tab or while this one was held back. */
  get isFormer(): boolean {
    return this.#state.isFormer
  }
  /** How the last try to load it ended. */
  get outcome(): TakeOver | undefined {
    return this.#outcome
  }
  get isChecking(): boolean {
    return this.#isChecking
  }
  /** To the person's last question; undefined before there was one. */
  get answer(): VersionAnswer | undefined {
    return this.#answer
  }

  /** The person asks. */
  async check(): Promise<void> {
    if (this.#isChecking) return
    this.#isChecking = true
    this.#answer = undefined
    this.#answer = await this.#ask()
    this.#isChecking = false
  }

  /** The page came into view. */
  noteSeen(nowMs = Date.now()): void {
    if (nowMs - this.#askedAtMs >= ASK_AGAIN_MS) void this.#ask(nowMs)
  }

  /** Keeps every tab from loading a new version. @returns releases it. */
  holdBack(): () => void {
    return this.#copy.holdBack()
  }

  /** Only ever by the person's hand. */
  async load(): Promise<void> {
    if (!this.isReady || this.#guard.isHeld || this.#outcome === 'loading') return
    this.#outcome = 'loading'
    this.#outcome = await this.#copy.loadNewVersion()
  }

  async #ask(nowMs = Date.now()): Promise<VersionAnswer> {
    this.#askedAtMs = nowMs
    return this.#copy.check()
  }
}
