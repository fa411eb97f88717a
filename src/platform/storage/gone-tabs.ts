// Work on what a tab that is gone has left: in one tab of this browser at a time, and in this one each in its turn.
import { Limiter } from '../../domain/limiter'
import { holdLock } from './hold-lock'
import { tabLockName } from './web-tabs'

export class GoneTabs {
  /** The browser's lock alone would tell this tab that it is held, and not that this tab holds it. */
  readonly #turns = new Map<string, Limiter>()

  /**
   * @param startedAtMs - when that tab's work began; counts only where the browser has no locks.
   * @param work - see holdLock; it must not ask for the same tab.
   * @returns undefined: the tab lives, or another tab is at this.
   */
  whileGone<T>(
    tabId: string,
    startedAtMs: number | undefined,
    work: (isAlone: boolean) => Promise<T>
  ): Promise<{ readonly done: T } | undefined> {
    const turns = this.#turns.get(tabId) ?? new Limiter(1)
    this.#turns.set(tabId, turns)
    return turns.run(() => holdLock(tabLockName(tabId), () => Promise.resolve(startedAtMs), 'leave', work))
  }
}
