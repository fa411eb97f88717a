// Builds the app as main.ts does, upon ports in memory.
import type { Tabs } from '../../src/domain/transfer-journal'
import { makeBinaryKey, makeKeystring } from '../../src/crypto/make-key'
import type { Account } from '../../src/domain/account'
import { AppError } from '../../src/domain/app-error'
import { NO_BOOKMARKS } from '../../src/domain/bookmark'
import type { OfflineCopy } from '../../src/domain/offline-copy'
import type { PolicyJournal } from '../../src/domain/policy-journal'
import type { SseKey } from '../../src/domain/sse-key'
import { concludeTwice } from '../../src/operations/connection/conclude-twice'
import { PendingAcls } from '../../src/operations/access/pending-acls'
import { PendingCopies } from '../../src/operations/copying/pending-copies'
import { PendingCopiesState } from '../../src/state/pending-copies.svelte'
import { HashRouter } from '../../src/platform/browser/hash-router.svelte'
import { readDrop, readFileList } from '../../src/platform/files/dropped-files'
import { BrowserFilePicker } from '../../src/platform/files/file-picker'
import { MemoryBucketSettingsStore, MemoryKeyStore, MemoryProfileStore } from '../../src/platform/storage/memory-stores'
import { previewTools } from '../../src/platform/preview-tools'
import { AclRecoveryState } from '../../src/state/acl-recovery.svelte'
import type { App } from '../../src/state/app-context'
import { BookmarksState } from '../../src/state/bookmarks.svelte'
import { BucketFacts } from '../../src/state/bucket-facts'
import { Buckets } from '../../src/state/buckets.svelte'
import { ConnectionChecks } from '../../src/state/connection-checks.svelte'
import { EncryptionObservations } from '../../src/state/encryption-observations.svelte'
import { followSession } from '../../src/state/follow-session'
import { JournalledUploads } from '../../src/state/journalled-uploads.svelte'
import { Keys } from '../../src/state/keys.svelte'
import { LeftDownloads } from '../../src/state/left-downloads.svelte'
import { LeaveGuard } from '../../src/state/leave-guard.svelte'
import { Listing } from '../../src/state/listing.svelte'
import { Notices } from '../../src/state/notices.svelte'
import { PolicyDrafts } from '../../src/state/policy-drafts.svelte'
import { Session } from '../../src/state/session.svelte'
import { Commands } from '../../src/state/commands'
import { StoragePersistence } from '../../src/state/storage-persistence.svelte'
import { Syncs } from '../../src/state/syncs'
import { Transfers } from '../../src/state/transfers.svelte'
import { Updates } from '../../src/state/updates.svelte'
import { Uploads } from '../../src/state/uploads.svelte'
import { ConditionMemory } from '../../src/transfers/condition-memory'
import { tellProblem } from '../../src/ui/connect/tell-problem'
import { makeGateway, never } from './gateway'
import { makeQueue } from './queue'
import { MD5, type World } from './world'

class GalleryKeyStore extends MemoryKeyStore {
  readonly #world: World
  #loads = 0
  #listener: (() => void) | undefined

  constructor(world: World) {
    super()
    this.#world = world
  }
  override list(): Promise<readonly SseKey[]> {
    if (this.#world.keyStoreFails) return Promise.reject(new AppError('browser-storage-failed'))
    return this.#world.losesKeys && this.#loads++ > 0 ? Promise.resolve([]) : super.list()
  }
  override get(id: string): Promise<SseKey | undefined> {
    return this.#world.losesKeys ? Promise.resolve(undefined) : super.get(id)
  }
  override onChange(listener?: () => void): () => void {
    this.#listener = listener
    return () => undefined
  }
  tell(): void {
    this.#listener?.()
  }
}

export async function startApp(world: World): Promise<App> {
  const profileStore = new MemoryProfileStore()
  for (const profile of world.profiles) await profileStore.put(profile)
  const keyStore = new GalleryKeyStore(world)
  for (const key of world.keys) await keyStore.add(key)
  const settings = new MemoryBucketSettingsStore()
  const session = new Session(
    profileStore,
    { list: async () => [], put: async () => undefined },
    async () =>
      (profile, { account }) => {
        const gateway = makeGateway(profile.endpoint, account, profile.name, world.buckets)
        world.gateway(gateway)
        return gateway
      },
    world.isInsecurePage
  )
  const memory = {
    get: async () => undefined,
    put: async () => undefined,
    countOf: async () => world.seenObjects
  }
  const done = async () => undefined
  const journal = { list: async () => world.journal, put: done, putMany: done, remove: done, removeMany: done }
  const maker = {
    makeBytes: (form: SseKey['form']) => (form === 'keystring' ? makeKeystring() : makeBinaryKey()),
    makeRecord: async (key: Pick<SseKey, 'name' | 'bytes' | 'form' | 'origin'>) =>
      (await import('../../src/crypto/sse-key-record')).makeSseKey(key)
  }
  const keys = new Keys({
    store: keyStore,
    isMemoryOnly: world.isStorageRefused,
    findElsewhere: async () => world.keysElsewhere,
    isInsecurePage: world.isInsecurePage,
    maker,
    settings,
    memory,
    journal,
    guard: {
      seesOtherTabs: true,
      hold: () => ({ held: Promise.resolve(), release: () => undefined }),
      holdersOf: async () => world.keyHolders,
      whenUnused: async (_, work) => ({ done: await work() })
    },
    saveFile: () => undefined
  })
  const observations = new EncryptionObservations(memory, settings, keys)
  const network = {
    isOnline: world.isOnline,
    untilOnline: () => new Promise<void>(() => undefined),
    whenGone: () => () => undefined,
    whenBack: () => () => undefined
  }
  const guard = new LeaveGuard()
  const copy: OfflineCopy = {
    version: world.copy.version,
    state: world.copy,
    check: async () => 'current',
    holdBack: () => () => undefined,
    loadNewVersion: async () => 'failed'
  }
  const account = (): Account => session.account ?? session.accounts.of({ endpoint: 'https://none', accessKey: '' })
  const transfers = new Transfers(
    async () => makeQueue(world.transfers(account()), world.refusal),
    network,
    async () => ({
      md5Hex: async () => MD5
    })
  )
  const tabs: Tabs = {
    tabId: 'this',
    living: async () => new Set(['this', 'other']),
    untilGone: () => new Promise(() => undefined),
    alone: (work) => work(),
    tell: () => undefined,
    onTold: () => () => undefined
  }
  const leftDownloads = new LeftDownloads({
    tabs,
    journal: {
      list: async () => world.leftDownloads(account()),
      put: async () => undefined,
      remove: async () => undefined
    },
    batches: {
      list: async () => world.leftBatches(account()),
      put: async () => undefined,
      remove: async () => undefined
    },
    files: {
      tabId: 'this',
      whileLeft: async (_, work) => ({ done: await work() }),
      bytesOf: async ({ sizeBytes }) => 0.6 * sizeBytes,
      adopt: async () => true,
      remove: async () => undefined
    },
    session,
    keys,
    transfers
  })
  const uploads = new Uploads(transfers, keys, observations, new ConditionMemory())
  let bookmarks = world.bookmarks
  const pendingCopies = {
    list: async () => world.pendingCopies(account()),
    put: async () => undefined,
    remove: async () => undefined,
    hold: async <T>(_: string, work: (isAlone: boolean) => Promise<T>) => ({ done: await work(!world.isInsecurePage) })
  }
  const pendingAcls = {
    list: async () => world.pendingAcls(account()),
    put: async () => undefined,
    remove: async () => undefined,
    hold: async <T>(_: string, work: () => Promise<T>) => ({ done: await work() })
  }
  await Promise.all([session.load(), keys.load()])
  for (const [bucket, wanted] of Object.entries(world.settings)) await settings.update(account(), bucket, () => wanted)
  if (world.losesKeys) keyStore.tell()
  const facts = new BucketFacts({
    current: () => session.gateway,
    journal: policyJournal,
    observations,
    makeTestKey: () => maker.makeRecord({ name: 'test', form: 'binary', bytes: makeBinaryKey(), origin: 'made' }),
    holdPage: () => guard.hold(),
    drafts: new PolicyDrafts(),
    onRestored: () => undefined
  })
  const app: App = {
    router: new HashRouter(() => guard.tryLeave()),
    site: world.site,
    session,
    facts,
    buckets: new Buckets(
      facts,
      (of, userId) => session.accounts.noteUser(of, userId),
      () => app.places.added,
      () => void app.checks.listed()
    ),
    checks: new ConnectionChecks({
      session,
      store: { list: async () => world.checks, put: done, remove: done },
      look: (profile, signal) =>
        concludeTwice(
          () => session.check(profile, { pageOrigin: location.origin }, () => undefined, signal),
          signal,
          0
        ),
      tell: (conclusion) => tellProblem(conclusion, app),
      inOneTab: (_, work) => work()
    }),
    places: new BookmarksState({
      read: () => bookmarks,
      change: (_, change) => (bookmarks = change(bookmarks)),
      forget: () => (bookmarks = NO_BOOKMARKS)
    }),
    listing: new Listing(),
    observations,
    keys,
    transfers,
    leftDownloads,
    uploads,
    syncs: new Syncs({
      ...{ transfers, uploads, observations },
      memories: { get: async () => world.syncMemory, put: async () => undefined },
      loadDigester: async () => ({ md5Hex: async () => MD5 }),
      onDeleting: () => undefined,
      onEnd: () => undefined
    }),
    journalled: new JournalledUploads({
      journal,
      tabs,
      sources: { keep: async () => new Map(), ids: async () => new Set(['kept']), read: done, retain: done },
      session,
      keys,
      transfers,
      loadDigester: async () => ({ md5Hex: async () => MD5 }),
      onRestarted: () => undefined
    }),
    languageStore: { read: () => undefined, write: () => undefined },
    codeToolStore: { read: () => world.codeTool, write: () => undefined },
    notices: new Notices(),
    aclRecovery: new AclRecoveryState(new PendingAcls(pendingAcls), {
      onRestored: () => undefined,
      onNotRestored: () => undefined
    }),
    pendingCopies: new PendingCopiesState(
      new PendingCopies({ journal: pendingCopies, keyById: (id) => keys.byId(id) })
    ),
    persistence: new StoragePersistence(
      {
        isPersisted: async () => world.isPersisted,
        requestPersistence: async () => world.isPersisted,
        isLikelyPrivate: async () => world.isPrivateWindow,
        wereKeysLost: async () => world.wereKeysLost,
        countUnreadableKeys: async () => world.unreadableKeys
      },
      { isStorageRefused: world.isStorageRefused, isInsecurePage: world.isInsecurePage }
    ),
    network,
    requests: world.requests,
    guard,
    updates: new Updates(copy, guard),
    chooser: { fromDrop: readDrop, fromInput: readFileList, picker: new BrowserFilePicker() },
    downloadPlaces: {
      canPickFile: true,
      pickFile: async () => undefined,
      canPickDirectory: true,
      pickDirectory: async () => undefined,
      reopenDirectory: never,
      freeRoom: async () => ({ freeBytes: 80_000_000_000, isKnown: true })
    },
    saveFile: () => undefined,
    previews: { ...previewTools, serveMedia: () => undefined },
    syncFolders: { canPick: true, pick: async () => world.syncFolder },
    folderSizes: new Map(),
    lastSearch: {},
    commands: new Commands(),
    uploadJournal: journal,
    digester: { md5Hex: async () => MD5 }
  }
  followSession(session, app)
  app.journalled.start()
  return app
}

const policyJournal: PolicyJournal = {
  list: async () => [],
  entryOf: async () => undefined,
  put: async () => undefined,
  remove: async () => undefined,
  hold: async (_, work) => ({ done: await work() })
}
