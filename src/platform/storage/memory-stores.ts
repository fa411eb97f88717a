// What is kept where the browser refuses storage: in this tab's memory only, gone with it. Each store says what its port says.
import type { Account } from '../../domain/account'
import { AppError } from '../../domain/app-error'
import type {
  BucketSettings,
  BucketSettingsStore,
  JournalEntry,
  KeyStore,
  ProfileStore,
  TransferJournal
} from '../../domain/ports'
import type { Profile } from '../../domain/profile'
import type { SseKey } from '../../domain/sse-key'

export class MemoryKeyStore implements KeyStore {
  readonly #keys = new Map<string, SseKey>()

  list(): Promise<readonly SseKey[]> {
    return Promise.resolve([...this.#keys.values()])
  }
  get(id: string): Promise<SseKey | undefined> {
    return Promise.resolve(this.#keys.get(id))
  }
  add(key: SseKey): Promise<void> {
    if (this.#keys.has(key.id)) return Promise.reject(new AppError('browser-storage-failed'))
    this.#keys.set(key.id, key)
    return Promise.resolve()
  }
  update(id: string, change: (key: SseKey) => SseKey): Promise<SseKey> {
    const key = this.#keys.get(id)
    if (key === undefined) return Promise.reject(new AppError('browser-storage-failed'))
    const changed = change(key)
    this.#keys.set(id, changed)
    return Promise.resolve(changed)
  }
  remove(id: string): Promise<void> {
    this.#keys.delete(id)
    return Promise.resolve()
  }
  /** No other tab has these keys, and this one knows what it does. */
  onChange(): () => void {
    return () => undefined
  }
}

export class MemoryProfileStore implements ProfileStore {
  readonly #profiles = new Map<string, Profile>()
  #activeId: string | undefined

  list(): Promise<readonly Profile[]> {
    return Promise.resolve([...this.#profiles.values()].sort((a, b) => a.createdAtMs - b.createdAtMs))
  }
  put(profile: Profile): Promise<void> {
    this.#profiles.set(profile.id, profile)
    return Promise.resolve()
  }
  remove(id: string): Promise<void> {
    this.#profiles.delete(id)
    if (this.#activeId === id) this.#activeId = undefined
    return Promise.resolve()
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
    return Promise.resolve(this.#kept.get(nameOf(account, bucket))?.settings ?? {})
  }
  async update(
    account: Account,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings> {
    const settings = change(await this.get(account, bucket))
    this.#kept.set(nameOf(account, bucket), { account, bucket, settings })
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

/** The credentials' id is the same for as long as the page lives. */
function nameOf({ credentialsId }: Account, bucket: string): string {
  return JSON.stringify([credentialsId, bucket])
}

export class MemoryTransferJournal implements TransferJournal {
  readonly #entries = new Map<string, JournalEntry>()

  list(): Promise<readonly JournalEntry[]> {
    return Promise.resolve([...this.#entries.values()])
  }
  put(entry: JournalEntry): Promise<void> {
    this.#entries.set(entry.id, entry)
    return Promise.resolve()
  }
  remove(id: string): Promise<void> {
    this.#entries.delete(id)
    return Promise.resolve()
  }
}
