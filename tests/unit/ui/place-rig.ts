// A place with everything around it: two accounts, a router without a window, and gateways that list what they are told to.
import type { DownloadPlaces } from '../../../src/domain/download-ports'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import type { Router } from '../../../src/domain/ports'
import { formatRoute, type Route } from '../../../src/domain/route'
import { MemoryProfileStore } from '../../../src/platform/storage/memory-stores'
import { WebBookmarkStore } from '../../../src/platform/storage/web-bookmark-store'
import { BookmarksState } from '../../../src/state/bookmarks.svelte'
import { Buckets } from '../../../src/state/buckets.svelte'
import { Listing } from '../../../src/state/listing.svelte'
import { rowId } from '../../../src/state/listing-row'
import { ObjectsPlace } from '../../../src/ui/objects/objects-place.svelte'
import { Session } from '../../../src/state/session.svelte'
import { Transfers } from '../../../src/state/transfers.svelte'
import { Uploads } from '../../../src/state/uploads.svelte'
import type { DownloadRequest } from '../../../src/transfers/requests'
import { makeAccount } from '../domain/accounts'
import { MemoryWebStorage } from '../platform/storage/memory-web-storage'
import { makeKey } from '../transfers/fakes'
import {
  makeBucketFacts,
  ELSEWHERE,
  FakeAccountStore,
  HERE,
  makeGateway,
  makeListed,
  makeObservations,
  makeProfile,
  settle
} from '../state/fakes'

export class FakeRouter implements Router {
  route: Route | undefined
  /** Entries of the history. */
  readonly entries: (Route | undefined)[] = []
  readonly #listeners = new Set<() => void>()

  routeOf(): Route | undefined {
    return undefined
  }
  addressOf(route: Route): string {
    return `https://page.example/${formatRoute(route)}`
  }
  go(route: Route): void {
    this.entries.push(route)
    this.#show(route)
  }
  replace(route: Route): void {
    this.entries.splice(-1, 1, route)
    this.#show(route)
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  #show(route: Route): void {
    this.route = route
    for (const listener of [...this.#listeners]) listener()
  }
}

class Downloads extends Transfers {
  readonly requests: Omit<DownloadRequest, 'fileName'>[] = []
  override download(request: Omit<DownloadRequest, 'fileName'>): Promise<void> {
    this.requests.push(request)
    return Promise.resolve()
  }
}

export const objectsRoute = (prefix: FolderPrefix = '', object?: string) =>
  ({ place: 'objects', bucket: 'lab', prefix, ...(object !== undefined && { object }) }) as const

/** The bucket `lab` of the first of two accounts, with a key that opens nothing yet. */
export async function makePlace(names: readonly string[], prefix: FolderPrefix = '', object?: string) {
  const rig = await makeObservations([makeKey('mine', { endpoints: [HERE] })])
  const [here, elsewhere] = [makeListed(names), makeListed(['theirs'], ELSEWHERE)]
  const session = new Session(
    new MemoryProfileStore(),
    new FakeAccountStore(),
    async () =>
      ({ endpoint }) =>
        makeGateway((endpoint === HERE ? here : elsewhere).storage)
  )
  await session.save(makeProfile('here'))
  await session.save(makeProfile('elsewhere', { endpoint: ELSEWHERE }))
  session.use('here')
  const router = new FakeRouter()
  router.go(objectsRoute(prefix, object))
  let bucketLists = 0
  here.storage.listBuckets = () => {
    bucketLists++
    return Promise.resolve({ buckets: [], userId: undefined })
  }
  const buckets = new Buckets(await makeBucketFacts(() => session.gateway), async () => undefined)
  const places = new BookmarksState(new WebBookmarkStore(new MemoryWebStorage(), new MemoryWebStorage()))
  places.show({ account: makeAccount(HERE), isRemembered: true })
  const transfers = new Downloads(() => Promise.reject(new Error('no engine')))
  const uploads = new Uploads(transfers, rig.keys, rig.observations)
  const missing: (readonly [key: string, wasSeen: boolean])[] = []
  const downloadPlaces: DownloadPlaces = {
    canPickFile: false,
    pickFile: () => Promise.resolve(undefined),
    canPickDirectory: false,
    pickDirectory: () => Promise.resolve(undefined),
    reopenDirectory: () => Promise.reject(new Error('There is none')),
    freeRoom: () => Promise.resolve(undefined)
  }
  const app = { ...rig, router, session, buckets, listing: new Listing(), places, transfers, uploads, downloadPlaces }
  const open = () => {
    const at = { gateway: session.gateway!, bucket: 'lab', prefix, object }
    return new ObjectsPlace(app, at, (key, wasSeen) => void missing.push([key, wasSeen]))
  }
  const place = open()
  await settle()
  return {
    ...app,
    place,
    open,
    here,
    elsewhere,
    missing,
    /** How often the buckets were listed. */
    bucketLists: () => bucketLists,
    ids: () => place.view.rows?.map(rowId),
    selected: () => place.view.rows?.filter((row) => place.selection.has(row)).map(rowId),
    row: (id: string) => place.view.rows!.find((one) => rowId(one) === id)!,
    /** Stores it, also where it is not among the rows; `sseKeyId`: only that key opens it. */
    store: (key: string, sseKeyId?: string) => {
      const bytes = Buffer.alloc(10)
      here.storage.objects.set(key, { bytes, etag: 'e', sseKeyId, metadata: {}, modifiedAtMs: 1 })
    },
    go: async (route: Route) => {
      router.go(route)
      await settle()
    }
  }
}
