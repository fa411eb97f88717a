// The ports that the states ask, in memory, and the states around them: what was asked is written down, and can be made to wait or fail.
import { createHash } from 'node:crypto'
import type { Account } from '../../../src/domain/account'
import { AppError, type AppErrorKind } from '../../../src/domain/app-error'
import type { ListingPage, ObjectEntry, ObjectHead } from '../../../src/domain/object-entry'
import type {
  BucketSettings,
  BucketSettingsStore,
  KeyStore,
  ListRequest,
  ObjectStorage
} from '../../../src/domain/ports'
import type { AccountStore, KnownUser, ProfileStore } from '../../../src/domain/profile-store'
import type { Gateway } from '../../../src/domain/gateway'
import type { Profile } from '../../../src/domain/profile'
import type { SseKey } from '../../../src/domain/sse-key'
import { BucketFacts, type BucketFactsDeps } from '../../../src/state/bucket-facts'
import { PolicyDrafts } from '../../../src/state/policy-drafts.svelte'
import type { KeyMaker } from '../../../src/state/key-backup'
import { Keys, type KeysDeps } from '../../../src/state/keys.svelte'
import { EncryptionObservations } from '../../../src/state/encryption-observations.svelte'
import { MemoryPolicyJournal } from '../operations/policy-rig'
import { FakeStorage } from '../transfers/fake-storage'
import { FakeJournal, FakeKeyGuard, FakeEncryptionObservationStore, makeKey } from '../transfers/fakes'

export const HERE = 'https://rgw.example.edu'
export const ELSEWHERE = 'https://elsewhere.example.edu'

/** Enough turns for whatever is under way and waits for no one. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export class FakeProfileStore implements ProfileStore {
  active: string | undefined
  isBroken = false
  kept: readonly Profile[]

  constructor(kept: readonly Profile[] = []) {
    this.kept = kept
  }

  list(): Promise<readonly Profile[]> {
    return this.#answer(() => this.kept)
  }
  put(profile: Profile): Promise<void> {
    return this.#answer(() => void (this.kept = [...this.kept.filter(({ id }) => id !== profile.id), profile]))
  }
  remove(id: string): Promise<void> {
    return this.#answer(() => void (this.kept = this.kept.filter((profile) => profile.id !== id)))
  }
  activeId(): string | undefined {
    return this.active
  }
  setActiveId(id: string | undefined): void {
    this.active = id
  }

  #answer<T>(action: () => T): Promise<T> {
    return this.isBroken ? Promise.reject(new AppError('browser-storage-failed')) : Promise.resolve(action())
  }
}

export class FakeKeyStore implements KeyStore {
  readonly kept = new Map<string, SseKey>()
  /** Every call is refused with this. */
  failure: AppErrorKind | undefined
  /** Are there, and cannot be read. */
  readonly unreadable = new Set<string>()
  readonly #listeners = new Set<(removedId?: string) => void>()

  constructor(keys: readonly SseKey[] = []) {
    for (const key of keys) this.kept.set(key.id, key)
  }

  async list(): Promise<readonly SseKey[]> {
    await this.#turn()
    return [...this.kept.values()].filter(({ id }) => !this.unreadable.has(id))
  }
  async get(id: string): Promise<SseKey | undefined> {
    await this.#turn()
    if (this.unreadable.has(id)) throw new AppError('browser-storage-failed')
    return this.kept.get(id)
  }
  async add(key: SseKey): Promise<void> {
    await this.#turn()
    if (this.kept.has(key.id)) throw new AppError('browser-storage-failed')
    this.kept.set(key.id, key)
  }
  async update(id: string, change: (key: SseKey) => SseKey): Promise<SseKey> {
    await this.#turn()
    const key = this.kept.get(id)
    if (key === undefined) throw new AppError('browser-storage-failed')
    const changed = change(key)
    this.kept.set(id, changed)
    return changed
  }
  async remove(id: string): Promise<void> {
    await this.#turn()
    this.kept.delete(id)
  }
  onChange(listener: (removedId?: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  /** As when another tab changed a key, or removed this one. */
  tell(removedId?: string): void {
    for (const listener of this.#listeners) listener(removedId)
  }

  async #turn(): Promise<void> {
    await Promise.resolve()
    if (this.failure !== undefined) throw new AppError(this.failure)
  }
}

export class FakeAccountStore implements AccountStore {
  readonly kept = new Map<string, KnownUser>()
  isBroken = false

  list(): Promise<readonly KnownUser[]> {
    return this.#answer(() => [...this.kept.values()])
  }
  put(known: KnownUser): Promise<void> {
    return this.#answer(() => void this.kept.set(known.credentialsId, known))
  }

  #answer<T>(read: () => T): Promise<T> {
    return this.isBroken ? Promise.reject(new AppError('browser-storage-failed')) : Promise.resolve(read())
  }
}

export class FakeSettingsStore implements BucketSettingsStore {
  readonly kept = new Map<string, BucketSettings>()
  /** What reads of a bucket wait for. */
  readonly until = new Map<string, Promise<void>>()
  isBroken = false

  set(endpoint: string, bucket: string, defaultKeyId: string): this {
    this.kept.set(`${endpoint} ${bucket}`, { defaultKeyId })
    return this
  }
  async get({ endpoint }: Pick<Account, 'endpoint'>, bucket: string): Promise<BucketSettings> {
    await this.until.get(bucket)
    if (this.isBroken) throw new AppError('browser-storage-failed')
    return this.kept.get(`${endpoint} ${bucket}`) ?? {}
  }
  async update(
    account: Account,
    bucket: string,
    change: (settings: BucketSettings) => BucketSettings
  ): Promise<BucketSettings> {
    const settings = change(await this.get(account, bucket))
    this.kept.set(`${account.endpoint} ${bucket}`, settings)
    return settings
  }
  bucketsOf(keyId: string): Promise<readonly { readonly endpoint: string; readonly bucket: string }[]> {
    const places = [...this.kept].filter(([, { defaultKeyId }]) => defaultKeyId === keyId)
    return Promise.resolve(
      places.map(([place]) => {
        const [endpoint = '', bucket = ''] = place.split(' ')
        return { endpoint, bucket }
      })
    )
  }
}

/** Makes the same keys every time; the first is made of `a`s, the next of `b`s. */
export class FakeKeyMaker implements KeyMaker {
  made = 0
  makeBytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(32).fill(97 + this.made)
  }
  makeRecord(key: Parameters<KeyMaker['makeRecord']>[0]): Promise<SseKey> {
    const number = ++this.made
    const md5Base64 = createHash('md5').update(key.bytes).digest('base64')
    const times = { createdAtMs: 1_000 + number, savedAtMs: undefined, lastUsedAtMs: undefined }
    return Promise.resolve({ ...key, id: `made-${number}`, md5Base64, endpoints: [], ...times })
  }
}

/** Keys that are loaded, with everything around them. */
export async function makeKeys(
  list: readonly SseKey[] = [],
  store = new FakeKeyStore(list),
  more: Pick<KeysDeps, 'isMemoryOnly' | 'isInsecurePage' | 'findElsewhere'> = {}
) {
  const settings = new FakeSettingsStore()
  const memory = new FakeEncryptionObservationStore()
  const files: { readonly blob: Blob; readonly fileName: string }[] = []
  const saveFile = (blob: Blob, fileName: string): void => void files.push({ blob, fileName })
  const [journal, guard] = [new FakeJournal(), new FakeKeyGuard()]
  const keys = new Keys({
    store,
    maker: new FakeKeyMaker(),
    settings,
    memory,
    journal,
    guard,
    saveFile,
    ...more
  })
  await keys.load()
  return { keys, store, settings, memory, journal, guard, files }
}

export async function makeObservations(list: readonly SseKey[] = []) {
  const rig = await makeKeys(list)
  return { ...rig, observations: new EncryptionObservations(rig.memory, rig.settings, rig.keys) }
}

/** With a journal in memory. @param current the gateway that is shown */
export async function makeBucketFacts(current: () => Gateway | undefined, more: Partial<BucketFactsDeps> = {}) {
  const { observations } = await makeObservations()
  return new BucketFacts({
    current,
    journal: new MemoryPolicyJournal(),
    observations,
    makeTestKey: () => Promise.resolve(makeKey('probe')),
    holdPage: () => () => undefined,
    drafts: new PolicyDrafts(),
    onRestored: () => undefined,
    ...more
  })
}

/** A gateway that writes down which key was shown for which object of which bucket. */
export class LockedStorage extends FakeStorage {
  readonly heads: string[] = []

  /** @returns the entry of an object that only this key opens; undefined: anyone. */
  store(key: string, sseKeyId: string | undefined): ObjectEntry {
    const bytes = Buffer.from(key)
    this.objects.set(key, { bytes, etag: 'e', sseKeyId, metadata: {}, modifiedAtMs: 5 })
    return { key, sizeBytes: bytes.length, etag: 'e', modifiedAtMs: 5 }
  }
  override headObject(bucket: string, key: string, sseKey?: SseKey, signal?: AbortSignal): Promise<ObjectHead> {
    this.heads.push(`${bucket}/${key} ${sseKey?.id ?? '-'}`)
    return super.headObject(bucket, key, sseKey, signal)
  }
}

/** A gateway whose listings come two names a page. It answers also those who no longer want to hear it. */
export function makeListed(names: readonly string[], endpoint = HERE) {
  const folder = {
    names,
    asked: [] as (ListRequest & { readonly signal: AbortSignal | undefined })[],
    /** The token at which it fails; `''` for the first page. */
    failsAt: undefined as string | undefined,
    until: undefined as Promise<void> | undefined,
    tokens: () => folder.asked.map(({ token }) => token ?? '')
  }
  const listPage = async (request: ListRequest, signal?: AbortSignal): Promise<ListingPage> => {
    folder.asked.push({ ...request, signal })
    const { names: all, failsAt } = folder
    await folder.until
    if (failsAt === (request.token ?? '')) throw new AppError('gateway-busy')
    const from = Number(request.token ?? 0)
    const page = all.slice(from, from + 2)
    const isFolder = (name: string): name is `${string}/` => name.endsWith('/') && name !== request.prefix
    return {
      prefixes: page.filter(isFolder),
      objects: page
        .filter((name) => !isFolder(name))
        .map((key) => ({ key, sizeBytes: 10, etag: 'e', modifiedAtMs: 1 })),
      nextToken: from + 2 < all.length ? String(from + 2) : undefined
    }
  }
  return { folder, storage: Object.assign(new FakeStorage(endpoint), { listPage }) }
}

/** A gateway of which only these parts are there; a call to any other throws. */
export function makeGateway(storage: ObjectStorage = new FakeStorage(), parts: Partial<Gateway> = {}): Gateway {
  return { storage, ...parts } as Gateway
}

export function makeProfile(id: string, more: Partial<Profile> = {}): Profile {
  return {
    id,
    name: id,
    endpoint: HERE,
    region: 'us-east-1',
    pathStyle: true,
    accessKey: 'AKIAEXAMPLE',
    secretKey: 'secret',
    isRemembered: true,
    createdAtMs: 1,
    ...more
  }
}
