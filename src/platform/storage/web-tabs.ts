// The tabs of this browser, by Web Locks, which die with their tab, however that ends, and a channel between them.
import type { Tabs } from '../../domain/transfer-journal'

const PREFIX = 'lockgate-tab-'

/** Held by the tab for as long as it lives. */
export function tabLockName(tabId: string): string {
  return PREFIX + tabId
}

export class WebTabs implements Tabs {
  readonly tabId: string
  readonly #locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  readonly #channel: BroadcastChannel
  readonly #name: string

  /** @param suffix of the databases' names: another Lockgate on this host is none of these tabs' concern */
  constructor(tabId: string, suffix: string) {
    this.tabId = tabId
    this.#name = `lockgate-uploads${suffix}`
    this.#channel = new BroadcastChannel(this.#name)
    void this.#locks?.request(tabLockName(tabId), () => new Promise<never>(() => undefined)).catch(() => undefined)
  }

  async living(): Promise<ReadonlySet<string> | undefined> {
    const state = await this.#locks?.query().catch(() => undefined)
    if (state === undefined) return undefined
    const names = (state.held ?? []).map(({ name = '' }) => name)
    const tabs = names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length))
    return new Set([this.tabId, ...tabs])
  }

  async untilGone(tabId: string): Promise<void> {
    await this.#locks?.request(tabLockName(tabId), { mode: 'shared' }, () => undefined)
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#locks === undefined ? work() : this.#locks.request(this.#name, work)
  }

  tell(): void {
    this.#channel.postMessage('changed')
  }

  onTold(listener: () => void): () => void {
    this.#channel.addEventListener('message', listener)
    return () => this.#channel.removeEventListener('message', listener)
  }
}
