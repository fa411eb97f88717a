// The objects below a folder that only a delete marker hides, in a bucket that keeps versions, and restoring one.
import { toAppError, type AppError } from '../../domain/app-error'
import { idOfVersion, type ObjectVersion, type VersionPage } from '../../domain/bucket'
import type { FolderPrefix } from '../../domain/folder-prefix'
import type { Gateway } from '../../domain/gateway'
import { restoreDeleted } from '../../operations/versions/restore-version'
import { Load } from '../../state/load.svelte'

interface MarkerList {
  readonly markers: readonly ObjectVersion[]
  readonly next: VersionPage['next']
}

const ENOUGH = 50

/** `changed`: the object exists again, or another marker hides it; nothing was done. */
export type RestoreFailure =
  | { readonly kind: 'error'; readonly key: string; readonly error: AppError }
  | { readonly kind: 'changed'; readonly key: string; readonly latest: ObjectVersion | undefined }

export class DeletedObjects {
  readonly found = new Load<MarkerList>()
  readonly #gateway: Gateway
  readonly #bucket: string
  readonly #prefix: FolderPrefix
  #busyKey = $state<string | undefined>()
  #failure = $state.raw<RestoreFailure | undefined>()

  constructor(gateway: Gateway, bucket: string, prefix: FolderPrefix) {
    this.#gateway = gateway
    this.#bucket = bucket
    this.#prefix = prefix
  }

  /** The markers that hide them; undefined until they were looked for. */
  get markers(): readonly ObjectVersion[] | undefined {
    return this.found.value?.markers
  }
  get hasMore(): boolean {
    return this.found.value?.next !== undefined
  }
  /** The key that is being restored. */
  get busyKey(): string | undefined {
    return this.#busyKey
  }
  get failure(): RestoreFailure | undefined {
    return this.#failure
  }

  /**
   * Looks until there are some more of them, or no more at all. A folder that was deleted as a whole is in no listing, so everything below is searched.
   * @param isReload as much as was shown, from the start, because something was deleted, restored or uploaded; else from where the last
   * look ended
   */
  async look(isReload = false): Promise<void> {
    const shownCount = this.markers?.length ?? 0
    const before = this.hasMore && !isReload ? this.found.value : undefined
    await this.found.run(async (signal, publish) => {
      let found: MarkerList = before ?? { markers: [], next: undefined }
      const wanted = isReload ? Math.max(ENOUGH, shownCount) : found.markers.length + ENOUGH
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

  /** Removes the marker, if it still hides the object. @returns true once the object is listed again. */
  async restore(marker: ObjectVersion): Promise<boolean> {
    const { key } = marker
    this.#busyKey = key
    this.#failure = undefined
    try {
      const outcome = await restoreDeleted(this.#gateway, this.#bucket, marker)
      if (outcome.state === 'restored') return true
      this.#failure = { kind: 'changed', key, latest: outcome.latest }
      return false
    } catch (error) {
      this.#failure = { kind: 'error', key, error: toAppError(error) }
      return false
    } finally {
      this.#busyKey = undefined
    }
  }
}
