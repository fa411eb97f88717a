// The composition root: the only file that sees adapters, and wires them.
import { mount } from 'svelte'
import { makeBinaryKey, makeKeystring } from './crypto/make-key'
import type { Digester, ObjectStorage } from './domain/ports'
import { visibleName } from './domain/invisible'
import { newId } from './domain/new-id'
import type { Profile } from './domain/profile'
import { RequestHistory } from './domain/request-history'
import { BrowserSpool } from './platform/files/browser-spool'
import { BrowserDownloadPlaces } from './platform/files/download-places'
import { DownloadWorker } from './platform/files/download-worker'
import { readDrop, readFileList } from './platform/files/dropped-files'
import { BrowserFilePicker } from './platform/files/file-picker'
import { KeptSources } from './platform/files/kept-sources'
import { MemorySpool } from './platform/files/memory-spool'
import { OpfsSpool } from './platform/files/opfs-spool'
import { saveBlob } from './platform/files/save-blob'
import { previewTools } from './platform/preview-tools'
import { syncFolders } from './platform/files/sync-folders'
import { errorOfAnswer } from './s3/error-of-answer'
import { allowXmlParsing } from './s3/trusted-xml'
import { ServiceWorkerCopy } from './platform/service-worker/service-worker-copy.svelte'
import { AclRecoveryState } from './state/acl-recovery.svelte'
import { appContext, type App as AppContext } from './state/app-context'
import { BucketFacts } from './state/bucket-facts'
import { Buckets } from './state/buckets.svelte'
import { ConnectionChecks } from './state/connection-checks.svelte'
import { Commands } from './state/commands'
import { StoragePersistence } from './state/storage-persistence.svelte'
import type { KeyMaker } from './state/key-backup'
import { JournalledUploads } from './state/journalled-uploads.svelte'
import { Keys } from './state/keys.svelte'
import { LeftDownloads } from './state/left-downloads.svelte'
import { LeaveGuard } from './state/leave-guard.svelte'
import { Listing } from './state/listing.svelte'
import { EncryptionObservations } from './state/encryption-observations.svelte'
import { encryptionRules } from './state/encryption-rules'
import { BrowserNetwork } from './platform/browser/browser-network.svelte'
import { PendingCopiesState } from './state/pending-copies.svelte'
import { Notices } from './state/notices.svelte'
import { BookmarksState } from './state/bookmarks.svelte'
import { followNetwork } from './state/follow-network'
import { followSession } from './state/follow-session'
import { PolicyDrafts } from './state/policy-drafts.svelte'
import { HashRouter } from './platform/browser/hash-router.svelte'
import { Session } from './state/session.svelte'
import { SiteCopy } from './platform/browser/site-copy'
import { SiteFile } from './platform/browser/site-file.svelte'
import { StartedBatches } from './state/started-batches'
import { Syncs } from './state/syncs'
import { Transfers } from './state/transfers.svelte'
import { Updates } from './state/updates.svelte'
import { useDemoProfile } from './state/use-demo-profile'
import { Uploads } from './state/uploads.svelte'
import { holdLock } from './platform/storage/hold-lock'
import { openStores } from './platform/storage/open-stores'
import { isLikelyPrivate, isPersisted, requestPersistence } from './platform/storage/persistence'
import { WebTabs } from './platform/storage/web-tabs'
import { WebLocksKeyGuard } from './platform/storage/web-locks-key-guard'
import { isLanguage, loadMessages, m, preferredLanguage, useFirstMessages } from './messages/messages'
import { PendingAcls } from './operations/access/pending-acls'
import { PendingCopies } from './operations/copying/pending-copies'
import { ConditionMemory } from './transfers/condition-memory'
import type { TransferQueue } from './transfers/queue'
import App from './ui/App.svelte'
import { syncNotices } from './ui/objects/sync-notices'
import { aclNotices } from './ui/sharing/acl-notices'
import './ui/theme/tokens.css'
import './ui/theme/base.css'
import './ui/theme/parts.css'
import './ui/theme/layout.css'

/** The chosen language, or the reader's. Where its file does not come, English is better than no page. */
async function startLanguage(chosen: string | undefined): Promise<void> {
  await useFirstMessages(isLanguage(chosen) ? chosen : preferredLanguage()).catch(() => useFirstMessages('en'))
  void loadMessages().catch(() => undefined) // whatever needs them loads them
}

async function start(): Promise<void> {
  allowXmlParsing()
  const isInsecurePage = !window.isSecureContext
  const stores = await openStores(location.pathname, {
    beforeKeeping: () => persistence.askToPersist(),
    accountsAt: (endpoint) => session.accounts.at(endpoint)
  })
  const requests = new RequestHistory()
  const onRequest: RequestHistory['add'] = (request) => requests.add(request)
  const worker = new DownloadWorker((failure, hasSseKey) => errorOfAnswer({ ...failure, hasSseKey }), onRequest)
  const tabs = new WebTabs(newId(), stores.suffix)
  const files = new OpfsSpool({ tabId: tabs.tabId, worker })
  const spool = new BrowserSpool(async () => ((await files.isUsable()) ? files : new MemorySpool({ worker })))
  const site = new SiteFile(new SiteCopy(new URL('./', document.baseURI).href))
  /** With which credentials the worker sends the requests of transfers. */
  const currentProfiles = new WeakMap<ObjectStorage, () => Profile>()
  const session = new Session(
    stores.profiles,
    stores.accounts,
    async () => {
      const { createGateway } = await import('./s3/s3-gateway')
      return (profile, options) => {
        const gateway = createGateway(profile, { ...options, onRequest })
        currentProfiles.set(gateway.storage, options.currentProfile ?? (() => profile))
        return gateway
      }
    },
    isInsecurePage
  )
  const maker: KeyMaker = {
    makeBytes: (form) => (form === 'keystring' ? makeKeystring() : makeBinaryKey()),
    makeRecord: async (key) => (await import('./crypto/sse-key-record')).makeSseKey(key)
  }
  const keys = new Keys({
    store: stores.keys,
    isMemoryOnly: stores.isRefused,
    findElsewhere: stores.findKeysElsewhere,
    isInsecurePage,
    maker,
    settings: stores.bucketSettings,
    memory: stores.observations,
    journal: stores.uploads,
    guard: new WebLocksKeyGuard(),
    saveFile: saveBlob
  })
  const network = new BrowserNetwork()
  const conditions = new ConditionMemory()
  const sources = new KeptSources(stores.database)
  let digester: Digester | undefined
  const loadDigester = async (): Promise<Digester> => {
    const { WorkerDigester } = await import('./platform/workers/worker-digester')
    return (digester ??= new WorkerDigester())
  }
  const startQueue = async (): Promise<TransferQueue> => {
    const [{ TransferQueue }, digester, { RequestsWorker }] = await Promise.all([
      import('./transfers/queue'),
      loadDigester(),
      import('./platform/workers/worker-storage')
    ])
    // Vite's own server gives workers the page's build of the SDK, which reads XML as only a page can.
    const sender = import.meta.env.DEV ? undefined : new RequestsWorker(onRequest)
    await sender?.load()
    return new TransferQueue({
      digester,
      tabs,
      spool,
      journal: stores.uploads,
      downloads: stores.downloads,
      conditions,
      lockMemory: stores.observations,
      holdKey: (id, use) => keys.hold(id, use),
      assertKeyStored: (id) => keys.assertStored(id),
      mustEncrypt: encryptionRules(stores.bucketSettings),
      markKeyUsed: (id, endpoint) => void keys.markUsed(id, endpoint).catch(() => undefined),
      network,
      storageForTransfers: (storage) => {
        const currentProfile = currentProfiles.get(storage)
        return currentProfile === undefined ? storage : (sender?.storageOf(storage, currentProfile) ?? storage)
      }
    })
  }
  const observations = new EncryptionObservations(stores.observations, stores.bucketSettings, keys)
  const persistence = new StoragePersistence(
    {
      isPersisted: () => isPersisted(),
      requestPersistence: () => requestPersistence(),
      isLikelyPrivate: () => isLikelyPrivate(),
      wereKeysLost: stores.wereKeysLost,
      countUnreadableKeys: stores.countUnreadableKeys
    },
    { isStorageRefused: stores.isRefused, isInsecurePage }
  )
  const build = document.querySelector<HTMLMetaElement>('meta[name=lockgate-build]')
  const offlineCopy = new ServiceWorkerCopy(build?.content ?? '')
  await Promise.all([site.load('./site.json'), session.load(), keys.load(), startLanguage(stores.language.read())])
  await useDemoProfile(session, site, location.origin)
  void files.removeLeftovers(() => stores.downloads.list()).catch(() => undefined)
  const started = new StartedBatches(stores.batches, tabs)
  const transfers = new Transfers(startQueue, network, loadDigester, started)
  const notices = new Notices()
  const uploads = new Uploads(transfers, keys, observations, conditions, sources)
  const syncs = new Syncs({
    ...{ transfers, uploads, observations, loadDigester },
    memories: stores.syncs,
    ...syncNotices(notices, () => app.listing)
  })
  const guard = new LeaveGuard()
  const updates = new Updates(offlineCopy, guard)
  const drafts = new PolicyDrafts()
  const places = new BookmarksState(stores.bookmarks)
  guard.hold({ while: () => transfers.hasUnfinished })
  guard.hold({ while: () => drafts.hasUnsaved })
  guard.hold({ while: () => syncs.isDeleting })
  const facts = new BucketFacts({
    current: () => session.gateway,
    journal: stores.policies,
    observations,
    makeTestKey: () =>
      maker.makeRecord({ name: 'probe', form: 'binary', bytes: maker.makeBytes('binary'), origin: 'made' }),
    holdPage: () => guard.hold(),
    drafts,
    onRestored: (bucket) => notices.say(m.app.notice.policyRestored(visibleName(bucket)))
  })
  const pendingAcls = new PendingAcls(stores.pendingAcls)
  const checks = new ConnectionChecks({
    session,
    store: stores.checkedConnections,
    look: async (profile, signal) => {
      const { concludeTwice } = await import('./operations/connection/conclude-twice')
      const request = { pageOrigin: location.origin }
      return concludeTwice(() => session.check(profile, request, () => undefined, signal), signal)
    },
    tell: async (conclusion) => (await import('./ui/connect/tell-problem')).tellProblem(conclusion, app),
    inOneTab: (id, work) => holdLock(`lockgate-connection-check ${id}`, async () => undefined, 'leave', work)
  })
  const app: AppContext = {
    router: new HashRouter(() => guard.tryLeave()),
    site,
    session,
    facts,
    buckets: new Buckets(
      facts,
      (account, userId) => session.accounts.noteUser(account, userId),
      () => places.added,
      () => void checks.listed()
    ),
    checks,
    places,
    listing: new Listing((place) => transfers.hasUploadsBelow(place)),
    observations,
    keys,
    transfers,
    leftDownloads: new LeftDownloads({
      ...{ journal: stores.downloads, batches: stores.batches },
      ...{ files, tabs },
      session,
      keys,
      transfers
    }),
    uploads,
    syncs,
    journalled: new JournalledUploads({
      journal: stores.uploads,
      tabs,
      sources,
      session,
      keys,
      transfers,
      loadDigester,
      onRestarted: (key) => notices.say(m.app.uploadRestarted(visibleName(key)))
    }),
    languageStore: stores.language,
    codeToolStore: stores.codeTool,
    notices,
    aclRecovery: new AclRecoveryState(pendingAcls, aclNotices(notices, facts)),
    pendingCopies: new PendingCopiesState(
      new PendingCopies({ journal: stores.pendingCopies, keyById: (id) => keys.byId(id) })
    ),
    persistence,
    network,
    requests,
    guard,
    updates,
    chooser: { fromDrop: readDrop, fromInput: readFileList, picker: new BrowserFilePicker() },
    downloadPlaces: new BrowserDownloadPlaces(worker),
    ...{ saveFile: saveBlob, syncFolders, previews: previewTools },
    folderSizes: new Map(),
    lastSearch: {},
    commands: new Commands(),
    uploadJournal: stores.uploads,
    digester: {
      md5Hex: async (body) => (await import('./crypto/md5')).md5Hex(new Uint8Array(await body.arrayBuffer()))
    }
  }
  transfers.onDone((transfer) => app.listing.noteChange(transfer))
  followNetwork(app)
  followSession(session, app)
  app.journalled.start()
  app.leftDownloads.start()
  mount(App, { target: document.getElementById('app') as HTMLElement, context: appContext(app) })
  // Not before the first view has what it needs.
  if ('requestIdleCallback' in window) requestIdleCallback(() => void offlineCopy.start(), { timeout: 2000 })
  else setTimeout(() => void offlineCopy.start(), 500)
}
const isTooOld = document.getElementById('too-old') !== null // browser-check.js has said so
// Framed by another page, every click could be someone else's.
if (window.top !== window.self) show('embedded')
else if (!isTooOld) start().catch(() => show('start-failed'))

/** These sentences stand in index.html: they are said where nothing could be loaded. */
function show(id: 'embedded' | 'start-failed'): void {
  document.getElementById(id)?.removeAttribute('hidden')
}
