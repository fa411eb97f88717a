// What is kept where the browser refuses storage: in this tab's memory only, gone with it. Each store says what its port says.
import { accountKey, type Account } from '../../domain/account'
import { AppError } from '../../domain/app-error'
import type { BucketSettings, BucketSettingsStore, KeyStore } from '../../domain/ports'
import type { ProfileStore } from '../../domain/profile-store'
import type { Profile } from '../../domain/profile'
import type { SseKey } from '../../domain/sse-key'

/** Also a journal. */
export class MemoryList<T extends { readonly id: string }> {
  readonly #byId = new Map<string, T>()

  list(): Promise<readonly T[]> {
    return Promise.resolve([...this.#byId.values()])
  }
  get(id: string): Promise<T | undefined> {
    return Promise.resolve(this.#byId.get(id))
  }
  put(value: T): Promise<void> {
    this.#byId.set(value.id, value)
    return Promise.resolve()
  }
  putMany(values: readonly T[]): Promise<void> {
    for (const value of values) this.#byId.set(value.id, value)
    return Promise.resolve()
  }
  remove(id: string): Promise<void> {
    this.#byId.delete(id)
    return Promise.resolve()
  }
  removeMany(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#byId.delete(id)
    return Promise.resolve()
  }
}

export class MemoryKeyStore extends MemoryList<SseKey> implements KeyStore {
  async add(key: SseKey): Promise<void> {
    if ((await this.get(key.id)) !== undefined) throw new AppError('browser-storage-failed')
    await this.put(key)
  }
  async update(id: string, change: (key: SseKey) => SseKey): Promise<SseKey> {
    const key = await this.get(id)
    if (key === undefined) throw new AppError('browser-storage-failed')
    const changed = change(key)
    await this.put(changed)
    return changed
  }
  /** No other tab has these keys, and this one knows what it does. */
  onChange(): () => void {
    return () => undefined
  }
}

export class MemoryProfileStore extends MemoryList<Profile> implements ProfileStore {
  #activeId: string | undefined

  override async list(): Promise<readonly Profile[]> {
    return (await super.list()).toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  }
  override remove(id: string): Promise<void> {
    if (this.#activeId === id) this.#activeId = undefined
    return super.remove(id)
  }
  activeId(): string | undefined {
    return this.#activeId
  }
  setActiveId(id: string | undefined): void {
    this.#activeId = id
  }
}

export class MemoryBucketSettingsStore implements BucketSettingsStore {
  readonly #kept = new Map<string, { readonly account: Account; readonly bucket: string; settings: BucketSettings }>()

  get(account: Account, bucket: string): Promise<BucketSettings> {
    return Promise.resolve(this.#kept.get(accountKey(account.credentialsId, bucket))?.settings ?? {})
  }
  async update(
    account: Account,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings> {
    const settings = change(await this.get(account, bucket))
    this.#kept.set(accountKey(account.credentialsId, bucket), { account, bucket, settings })
    return settings
  }
  bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]> {
    const own = [...this.#kept.values()].filter(({ settings }) => settings.defaultKeyId === keyId)
    const places = new Map(
      own.map(({ account: { endpoint }, bucket }) => [JSON.stringify([endpoint, bucket]), { endpoint, bucket }])
    )
    return Promise.resolve([...places.values()])
  }
}
