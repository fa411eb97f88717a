// One folder of one bucket as its page shows it: its rows, and what is selected, opened and typed there. Knows no component.
import { parentPrefix, type FolderPrefix } from '../../domain/folder-prefix'
import type { ObjectEntry } from '../../domain/object-entry'
import type { Selection } from '../../domain/selection'
import type { SseKey } from '../../domain/sse-key'
import type { ObservedObject } from '../../operations/encryption/encryption-observer'
import type { App } from '../../state/app-context'
import { isFolder, isObject, type ListingRow } from '../../state/listing-row'
import type { Listing } from '../../state/listing.svelte'
import { downloadObject } from './download-object'
import { ListingView } from './listing-view.svelte'
import { NamedObject, type NamedObjectEvents } from './named-object.svelte'
import {
  isSameFolder,
  type DialogSubject,
  type Folder,
  type ObjectsLocation,
  type OpenedDialog
} from './objects-location'
import { RowSelection } from './row-selection.svelte'
import { RowsOnScreen } from './rows-on-screen'
import type { ChosenFiles, UploadTarget } from '../../state/upload-draft.svelte'

type Deps = Pick<
  App,
  | 'router'
  | 'session'
  | 'buckets'
  | 'listing'
  | 'observations'
  | 'keys'
  | 'places'
  | 'transfers'
  | 'uploads'
  | 'downloadPlaces'
>

const NOTHING_TYPED = { name: '', text: '' }

export class ObjectsPlace {
  readonly #app: Deps
  readonly #named: NamedObject
  readonly #stops: readonly (() => void)[]
  readonly selection = new RowSelection()
  readonly view: ListingView
  readonly onScreen: RowsOnScreen
  /** A new object's name and text: they outlive the dialog, until they are an object. */
  typed = $state.raw(NOTHING_TYPED)
  opened = $state.raw<OpenedDialog | undefined>()
  /** The folder inspector is shown where no object is open. */
  isAbout = $state(false)
  #at = $state.raw() as ObjectsLocation
  #isFlat = $state(false)
  #deletedTimes = $state(0)
  #isLeft = false
  /** Whose encryption was asked for last. */
  #lookedAt: ObjectEntry | undefined

  /**
   * Follows the address and the gateway in use until {@link leave}.
   * @param onMissing the object that the address named is not there; `wasSeen`: it was, before.
   */
  constructor(app: Deps, at: ObjectsLocation, onMissing: NamedObjectEvents['onMissing']) {
    this.#app = app
    this.#at = at
    this.view = new ListingView(
      () => app.listing,
      (neededAll) => this.#noteView(neededAll)
    )
    this.onScreen = new RowsOnScreen(this.view, app.listing, app.observations)
    this.#named = new NamedObject(app.listing, {
      onFound: (entry) => this.#look(entry),
      onMissing: (key, wasSeen) => {
        this.closeObject()
        onMissing(key, wasSeen)
      }
    })
    const follow = (): void => queueMicrotask(() => this.#follow())
    this.#stops = [
      app.router.onChange(follow),
      app.session.onChange(follow),
      app.listing.onLoaded(() => this.#noteLoaded()),
      app.keys.onUsesChange(() => this.#lookAgain())
    ]
    this.#restoreView(at.bucket)
    this.show(at)
    this.#lookAgain()
    this.#noteLoaded() // it may have been shown before
  }

  get listing(): Listing {
    return this.#app.listing
  }
  /** What the address names; its object may not exist. */
  get at(): ObjectsLocation {
    return this.#at
  }
  /** That object; undefined until it is known to exist. */
  get entry(): ObjectEntry | undefined {
    return this.#named.entry
  }
  /** Every key below the prefix is a row, and no folder is. */
  get isFlat(): boolean {
    return this.#isFlat
  }
  /** Grows with each deletion from this page. */
  get deletedTimes(): number {
    return this.#deletedTimes
  }
  /** What was chosen or typed in another folder is dropped; a draft of an upload, too. */
  show(to: ObjectsLocation): void {
    const { gateway, bucket, prefix, object } = to
    const from = this.#at
    this.#at = to
    if (!isSameFolder(from, to)) this.#restoreView(bucket)
    const { storage } = gateway
    this.#app.listing.show(storage, bucket, prefix, this.#isFlat)
    void this.#app.observations.open(storage, bucket)
    if (!isSameFolder(from, to)) {
      this.selection.clear()
      this.typed = NOTHING_TYPED
      this.opened = undefined // a dialog with unsaved input prevents leaving
    }
    this.#app.uploads.show({ storage, bucket, prefix })
    this.#named.show(object === undefined ? undefined : { storage, bucket, key: object })
  }

  /** A draft of an upload is dropped. */
  leave(): void {
    this.#isLeft = true
    for (const stop of this.#stops) stop()
    this.#named.stop()
    this.onScreen.show(undefined)
    this.#app.uploads.show(undefined)
  }

  toggleFlat(): void {
    this.#isFlat = !this.#isFlat
    this.#keepView()
    this.show(this.#at)
  }

  /** The loaded rows at once, and the rest when it has loaded, unless the user stops it. */
  selectAll(): void {
    const { listing } = this
    this.selection.selectAll(this.view.rows ?? [])
    if (!listing.hasMore) return
    const { filter } = this.view
    const rest = listing.loadAll()
    void this.selection.selectLater(
      rest.then(() => (listing.hasMore || this.view.filter !== filter ? undefined : this.view.rows))
    )
  }

  /** @param isAlone an object hides the rows, and Back shows them again */
  open(row: ListingRow, isAlone = false): void {
    if (isFolder(row)) return this.openFolder(row.prefix)
    const { bucket, prefix } = this.#at
    const route = { place: 'objects', bucket, prefix, object: row.key } as const
    if (isAlone) this.#app.router.go(route)
    else this.#app.router.replace(route)
  }

  openFolder(prefix: FolderPrefix): void {
    this.#app.router.go({ place: 'objects', bucket: this.#at.bucket, prefix })
  }

  closeObject(): void {
    this.#app.router.replace({ place: 'objects', bucket: this.#at.bucket, prefix: this.#at.prefix })
  }

  up(): void {
    if (this.#at.prefix === '') this.#app.router.go({ place: 'buckets' })
    else this.openFolder(parentPrefix(this.#at.prefix))
  }

  /** Ends what was opened last: the selection, else the object that is open. */
  escape(): void {
    if (this.selection.count > 0 || this.selection.isGrowing) this.selection.clear()
    else if (this.#at.object !== undefined) this.closeObject()
  }

  openDialog(subject: DialogSubject, { gateway, bucket, prefix }: Folder = this.#at): void {
    // A text that was uploaded is cleared; any other is kept.
    const key = this.#at.prefix + this.typed.name
    if (subject.kind === 'new-text' && this.listing.rows?.some((row) => isObject(row) && row.key === key))
      this.typed = NOTHING_TYPED
    this.opened = { ...subject, gateway, bucket, prefix }
  }

  /** Some of it is deleted, or may be. Where that was the folder itself, its parent is shown. */
  async afterDeletion({ prefixes }: Selection): Promise<void> {
    const here = this.#at
    this.#deletedTimes++
    await this.listing.reload()
    if (this.#isLeft || !isSameFolder(here, this.#at)) return
    // What was added after the folder was counted is still there.
    if (!prefixes.includes(here.prefix) || this.listing.rows?.length !== 0) return
    this.isAbout = false
    this.openFolder(parentPrefix(here.prefix))
  }

  /** What was seen of an object's encryption, and whether the bucket's settings make one expect any. */
  encryptionOf(entry: ObjectEntry) {
    const { observations, keys } = this.#app
    const observation = observations.of(this.#objectIn(this.#at, entry))
    const keyName = observation?.state === 'encrypted' ? keys.byId(observation.keyId)?.name : undefined
    const { encryption, defaultKeyId } = observations.settings
    return { observation, keyName, expectsEncryption: encryption !== undefined || defaultKeyId !== undefined }
  }

  #objectIn({ gateway, bucket }: Folder, entry: ObjectEntry): ObservedObject {
    return { storage: gateway.storage, bucket, entry }
  }

  /** Looks at its encryption now. */
  async observe(entry: ObjectEntry): Promise<void> {
    await this.#app.observations.observe(this.#objectIn(this.#at, entry)).catch(() => undefined)
  }

  /** As `downloadObject`; where its key is unknown, the dialog that asks for it opens. */
  async download(entry: ObjectEntry, folder: Folder = this.#at, sseKey?: SseKey): Promise<void> {
    const outcome = await downloadObject(this.#app, this.#objectIn(folder, entry), sseKey)
    if (outcome === 'key-unknown') this.openDialog({ kind: 'key-of-download', entry }, folder)
  }

  /**
   * Prepares an upload to the folder where the files were chosen, whichever one is shown by the time they are read.
   * @returns what was not prepared, because the user had left the folder by then; `'no-files'`: there are none.
   */
  async upload(
    chosen: ChosenFiles | Promise<ChosenFiles>,
    { gateway, bucket, prefix }: Folder = this.#at
  ): Promise<{ readonly target: UploadTarget; readonly files: ChosenFiles } | 'no-files' | undefined> {
    const target = { storage: gateway.storage, bucket, prefix }
    const files = await chosen
    if (files.files.length === 0 && files.leftOut.length === 0) return 'no-files'
    return (await this.#app.uploads.begin(target, files)) ? undefined : { target, files }
  }

  /** Not at once: a gateway and an address that change together are one change. */
  #follow(): void {
    const { route } = this.#app.router
    const { gateway } = this.#app.session
    if (this.#isLeft || gateway === undefined || route?.place !== 'objects') return
    this.show({ gateway, bucket: route.bucket, prefix: route.prefix, object: route.object })
  }

  #noteLoaded(): void {
    const { listing, places, buckets } = this.#app
    const { rows, error } = listing
    const { bucket, prefix } = this.#at
    if (rows !== undefined) this.selection.keepOnly(rows)
    if (error?.kind === 'no-such-bucket') {
      places.forgetBucket(bucket) // lists that still show it are out of date
      void buckets.reload()
    }
    if (rows !== undefined && error === undefined) {
      places.visit({ bucket, prefix })
      if (this.view.needsAll && !listing.isStopped && !listing.isLoadingAll) void listing.loadAll()
    }
    this.#named.look()
    this.onScreen.look()
  }

  /** Sorting and filtering load the whole folder, unless the user stops it. */
  #noteView(neededAll: boolean): void {
    this.#keepView()
    if (this.view.needsAll && !neededAll) void this.listing.loadAll()
    this.onScreen.look()
  }

  /** Each bucket is shown as the user last wanted it. */
  #restoreView(bucket: string): void {
    const { order, isFlat } = this.#app.places.viewOf(bucket)
    this.#isFlat = isFlat
    this.view.reset(order)
  }

  #keepView(): void {
    const { places } = this.#app
    const { bucket } = this.#at
    const now = { bucket, isFlat: this.#isFlat, ...(this.view.order && { order: this.view.order }) }
    const { order, isFlat } = places.viewOf(bucket)
    if (order !== now.order || isFlat !== now.isFlat) places.setView(now)
  }

  #lookAgain(): void {
    this.#app.observations.lookAgain()
    if (this.entry !== undefined) void this.observe(this.entry) // it may be beyond the rows on screen
  }

  /** Asks for the encryption of the object that is open, once for each time that it was read. */
  #look(entry: ObjectEntry): void {
    if (entry === this.#lookedAt) return
    this.#lookedAt = entry
    if (this.encryptionOf(entry).observation === undefined) void this.observe(entry)
  }
}
