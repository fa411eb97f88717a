// The objects below a folder that only a delete marker hides, in a bucket that keeps versions, and bringing one back.
import { AppError, toAppError } from '../domain/app-error'
import { idOfVersion, type ObjectVersion, type VersionPage } from '../domain/bucket'
import type { FolderPrefix } from '../domain/folder-prefix'
import type { Gateway } from '../domain/gateway'
import { Load } from './load.svelte'

interface Found {
  readonly markers: readonly ObjectVersion[]
  readonly next: VersionPage['next']
}

const ENOUGH = 50

export class DeletedObjects {
  readonly #load = new Load<Found>()
  readonly #gateway: Gateway
  readonly #bucket: string
  readonly #prefix: FolderPrefix
  #busyKey = $state<string | undefined>()
  #failure = $state.raw<{ readonly key: string; readonly error: AppError } | undefined>()

  constructor(gateway: Gateway, bucket: string, prefix: FolderPrefix) {
    this.#gateway = gateway
    this.#bucket = bucket
    this.#prefix = prefix
  }

  /** The markers that hide them; undefined until they were looked for. */
  get markers(): readonly ObjectVersion[] | undefined {
    return this.#load.value?.markers
  }
  get hasMore(): boolean {
    return this.#load.value?.next !== undefined
  }
  get isLoading(): boolean {
    return this.#load.isLoading
  }
  get error(): AppError | undefined {
    return this.#load.error
  }
  /** The key that is being brought back. */
  get busyKey(): string | undefined {
    return this.#busyKey
  }
  get failure(): { readonly key: string; readonly error: AppError } | undefined {
    return this.#failure
  }

  /**
   * Looks until there are some more of them, or no more at all. A folder that was deleted whole is in no listing, so all below is asked.
   * @param isAnew from the start, because something was deleted or brought back; else from where the last look ended
   */
  async look(isAnew = false): Promise<void> {
    const before = this.hasMore && !isAnew ? this.#load.value : undefined
    await this.#load.run(async (signal, publish) => {
      let found: Found = before ?? { markers: [], next: undefined }
      const wanted = found.markers.length + ENOUGH
      do {
        const request = { bucket: this.#bucket, prefix: this.#prefix, after: found.next }
        const page = await this.#gateway.versions.listPage(request, signal)
        const hiding = page.versions.filter(({ isLatest, isDeleteMarker }) => isLatest && isDeleteMarker)
        const known = new Set(found.markers.map(idOfVersion))
        const fresh = hiding.filter((marker) => !known.has(idOfVersion(marker)))
        found = { markers: [...found.markers, ...fresh], next: page.next }
        publish(found)
      } while (found.next !== undefined && found.markers.length < wanted)
      return found
    })
  }

  /** Takes the marker away. @returns true once the object is listed again. */
  async bringBack(marker: ObjectVersion): Promise<boolean> {
    const { key, versionId } = marker
    this.#busyKey = key
    this.#failure = undefined
    try {
      const [failed] = await this.#gateway.versions.deleteBatch(this.#bucket, [{ key, versionId }])
      if (failed !== undefined) throw failed.error
      // Under it there may be another marker, or nothing.
      if ((await this.#gateway.storage.findObject(this.#bucket, key)) === undefined)
        throw new AppError('no-such-object', { operation: 'ListObjectVersions' })
      return true
    } catch (error) {
      this.#failure = { key, error: toAppError(error) }
      return false
    } finally {
      this.#busyKey = undefined
    }
  }

  stop(): void {
    this.#load.stop()
  }
}
