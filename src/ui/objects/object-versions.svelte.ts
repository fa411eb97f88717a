// The versions of one object, newest first, and what may be done with an older one.
import { AppError, toAppError } from '../../domain/app-error'
import { idOfVersion, NULL_VERSION, type ObjectVersion, type VersionPage } from '../../domain/bucket'
import type { Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { AclRecovery } from '../../domain/pending-acl'
import { systemClock, type Clock } from '../../transfers/clock'
import { retryRestore } from '../../operations/editing/restore-attributes'
import { restoreVersion, type RestoredVersion } from '../../operations/versions/restore-version'
import { Load } from '../../state/load.svelte'
import type { Keys } from '../../state/keys.svelte'
import type { EncryptionObservations } from '../../state/encryption-observations.svelte'

interface Versions {
  readonly list: readonly ObjectVersion[]
  readonly next: VersionPage['next']
}

export interface Restored extends RestoredVersion {
  readonly version: ObjectVersion
}

const PAGE_SIZE = 100

export class ObjectVersionsState {
  readonly pages = new Load<Versions>()
  readonly #place: { readonly gateway: Gateway; readonly bucket: string; readonly key: string }
  readonly #observations: EncryptionObservations
  readonly #keys: Keys
  readonly #aclRecovery: AclRecovery | undefined
  readonly #clock: Clock
  #busyId = $state<string | undefined>()
  #failure = $state.raw<{ readonly version: ObjectVersion; readonly error: AppError } | undefined>()
  #restored = $state.raw<Restored | undefined>()

  constructor(
    place: { readonly gateway: Gateway; readonly bucket: string; readonly key: string },
    deps: {
      readonly observations: EncryptionObservations
      readonly keys: Keys
      readonly aclRecovery?: AclRecovery
      readonly clock?: Clock
    }
  ) {
    this.#place = place
    this.#observations = deps.observations
    this.#keys = deps.keys
    this.#aclRecovery = deps.aclRecovery
    this.#clock = deps.clock ?? systemClock
  }

  get list(): readonly ObjectVersion[] | undefined {
    return this.pages.value?.list
  }
  get hasMore(): boolean {
    return this.pages.value?.next !== undefined
  }
  /** The version that is being restored. */
  get busyId(): string | undefined {
    return this.#busyId
  }
  /** Why the last restore did not work. */
  get failure(): { readonly version: ObjectVersion; readonly error: AppError } | undefined {
    return this.#failure
  }
  get restored(): Restored | undefined {
    return this.#restored
  }

  async load(): Promise<void> {
    await this.#loadFrom({ list: [], next: undefined })
  }

  async loadMore(): Promise<void> {
    if (this.pages.value?.next !== undefined) await this.#loadFrom(this.pages.value)
  }

  /** One version as a download takes it. */
  entryOf(version: ObjectVersion): ObjectEntry {
    const { key, sizeBytes, modifiedAtMs, etag, versionId } = version
    return { key, sizeBytes, modifiedAtMs, etag, versionId }
  }

  /** @returns whether it is the latest now. */
  async restore(version: ObjectVersion): Promise<boolean> {
    const { gateway, bucket } = this.#place
    const { key, versionId, etag, sizeBytes } = version
    this.#busyId = versionId
    this.#failure = undefined
    this.#restored = undefined
    try {
      const { signal } = new AbortController()
      const { storage } = gateway
      const sseKey = await this.#observations.findKey({ storage, bucket, entry: this.entryOf(version) }, signal)
      if (sseKey === undefined && (await this.#observations.settingsOf(storage, bucket)).encryption !== undefined)
        throw new AppError('must-be-encrypted')
      const nullVersion = this.list?.find((one) => one.versionId === NULL_VERSION)
      const asked = { gateway, bucket, key, versionId, etag, sizeBytes, sseKey, nullVersion }
      const restore = () => restoreVersion(asked, { clock: this.#clock, aclRecovery: this.#aclRecovery }, signal)
      this.#restored = { version, ...(await this.#keys.using(sseKey, 'restore', restore)) }
      if (sseKey !== undefined) await this.#keys.markUsed(sseKey.id, gateway.storage.endpoint).catch(() => undefined)
      return true
    } catch (error) {
      this.#failure = { version, error: toAppError(error) }
      return false
    } finally {
      this.#busyId = undefined
    }
  }

  /** After a restore whose ACL was not restored, or that could not be read back. */
  async retryReport(): Promise<void> {
    const restored = this.#restored
    if (restored === undefined) return
    const { written, report } = restored
    try {
      const again = await retryRestore(written, report)
      this.#restored = { ...restored, report: again, error: undefined }
    } catch (error) {
      this.#restored = { ...restored, error: toAppError(error) }
    }
  }

  async #loadFrom(before: Versions): Promise<void> {
    const { gateway, bucket, key } = this.#place
    await this.pages.run(async (signal) => {
      const request = { bucket, prefix: key, after: before.next, maxKeys: PAGE_SIZE }
      const page = await gateway.versions.listPage(request, signal)
      // Of all keys that begin with this one, the key itself sorts first, with all its versions.
      const known = new Set(before.list.map(idOfVersion))
      const own = page.versions.filter((version) => version.key === key && !known.has(idOfVersion(version)))
      const list = [...before.list, ...own].sort(
        (a, b) => Number(b.isLatest) - Number(a.isLatest) || b.modifiedAtMs - a.modifiedAtMs
      )
      return { list, next: page.next?.keyMarker === key ? page.next : undefined }
    })
  }
}
