// The removal of one key: who still needs it is polled while the dialog is open, and checked once more at the end.
import { toAppError, type AppError } from '../../domain/app-error'
import type { KeyHolder } from '../../domain/key-use'
import type { Keys } from '../../state/keys.svelte'

/** No event tells when another tab starts or stops needing a key. */
const POLL_INTERVAL_MS = 1_000

export class KeyRemoval {
  readonly #keyId: string
  readonly #keys: Pick<Keys, 'holdersOf' | 'remove' | 'seesOtherTabs'>
  readonly #onLook: (haveHoldersChanged: boolean) => void
  readonly #timer: ReturnType<typeof setInterval>
  #holders = $state.raw<readonly KeyHolder[] | undefined>()
  #isRemoving = $state(false)
  #error = $state.raw<AppError | undefined>()

  /** @param onLook called after each look: what depends on the key may have changed with who needs it */
  constructor(
    keyId: string,
    keys: Pick<Keys, 'holdersOf' | 'remove' | 'seesOtherTabs'>,
    onLook: (haveHoldersChanged: boolean) => void = () => undefined
  ) {
    this.#keyId = keyId
    this.#keys = keys
    this.#onLook = onLook
    void this.look()
    this.#timer = setInterval(() => void this.look(), POLL_INTERVAL_MS)
  }

  /** Undefined until it is known. */
  get holders(): readonly KeyHolder[] | undefined {
    return this.#holders
  }
  get seesOtherTabs(): boolean {
    return this.#keys.seesOtherTabs
  }
  get isRemoving(): boolean {
    return this.#isRemoving
  }
  get error(): AppError | undefined {
    return this.#error
  }

  async look(): Promise<void> {
    // Where the browser does not say, the removal itself does.
    const holders = await this.#keys.holdersOf(this.#keyId).catch(() => [])
    const isChanged = JSON.stringify(holders) !== JSON.stringify(this.#holders)
    if (isChanged) this.#holders = holders
    this.#onLook(isChanged)
  }

  /** @returns whether the key is gone. */
  async remove(): Promise<boolean> {
    if (this.#isRemoving) return false
    this.#isRemoving = true
    this.#error = undefined
    try {
      await this.#keys.remove(this.#keyId)
      return true
    } catch (error) {
      this.#error = toAppError(error)
      await this.look()
      return false
    } finally {
      this.#isRemoving = false
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
