// The version that runs here, whether it is kept for use without a network, and a newer one that waits for the user.
import type { OfflineCopy, OfflineCopyState, TakeOver, VersionAnswer } from '../domain/offline-copy'
import type { LeaveGuard } from './leave-guard.svelte'

/** A page that is looked at again asks no more often than this. */
const ASK_AGAIN_MS = 3_600_000

export class Updates {
  readonly #copy: OfflineCopy
  readonly #guard: LeaveGuard
  #answer = $state<VersionAnswer | 'checking' | undefined>()
  #outcome = $state<TakeOver | undefined>()
  #askedAtMs = Date.now() // the copy asks by itself at the start

  constructor(copy: OfflineCopy, guard: LeaveGuard) {
    this.#copy = copy
    this.#guard = guard
  }

  /** Of this tab; empty for a page that was not built. */
  get version(): string {
    return this.#copy.version
  }
  get keeping(): OfflineCopyState['keeping'] {
    return this.#copy.state.keeping
  }
  get sizeBytes(): number | undefined {
    return this.#copy.state.sizeBytes
  }
  /** Loading this tab again would bring a newer version. */
  get isReady(): boolean {
    return this.#copy.state.hasNewVersion || this.#copy.state.isFormer || this.#outcome === 'loading' // it waits no more then
  }
  /** It has taken over, by another tab or while this one was held back. */
  get isFormer(): boolean {
    return this.#copy.state.isFormer && this.#outcome !== 'loading'
  }
  /** How the last try to load it ended. */
  get outcome(): TakeOver | undefined {
    return this.isFormer && this.#outcome === 'failed' ? undefined : this.#outcome // it took over after all
  }
  /** To the user's last question; undefined before there was one. */
  get answer(): VersionAnswer | 'checking' | undefined {
    return this.#answer
  }

  /** The user asks. */
  async check(): Promise<void> {
    if (this.#answer === 'checking') return
    this.#answer = 'checking'
    this.#askedAtMs = Date.now()
    this.#answer = await this.#copy.check()
  }

  /** The page came into view. */
  noteSeen(nowMs = Date.now()): void {
    if (nowMs - this.#askedAtMs < ASK_AGAIN_MS) return
    this.#askedAtMs = nowMs
    void this.#copy.check()
  }

  /** Keeps every tab from loading a new version. @returns releases it. */
  holdBack(): () => void {
    return this.#copy.holdBack()
  }

  /** Only ever by the user's hand. */
  async load(): Promise<void> {
    if (!this.isReady || this.#guard.isHeld || this.#outcome === 'loading') return
    this.#outcome = 'loading'
    this.#outcome = await this.#copy.loadNewVersion(() => this.#guard.isHeld)
  }
}
