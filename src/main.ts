// The composition root: the only file that sees adapters, and wires them.
import { mount } from 'svelte'
import { makeBinaryKey, makeKeystring } from './crypto/make-key'
import { newId } from './domain/new-id'
import { transportOf, type Profile } from './domain/profile'
import { readDrop, readFileList } from './files/dropped-files'
import { safeFileName } from './files/file-name'
import { OpfsSpool } from './files/opfs-spool'
import { saveBlob } from './files/save-blob'
import { errorOfAnswer } from './s3/error-of-answer'
import { createGateway } from './s3/s3-gateway'
import { allowXmlParsing } from './s3/trusted-xml'
import type { App as AppContext } from './state/app-context'
import { Buckets } from './state/buckets.svelte'
import { Durability, type DurabilityAnswer } from './state/durability.svelte'
import { Keys, type KeyMaker } from './state/keys.svelte'
import { Listing } from './state/listing.svelte'
import { Locks } from './state/locks.svelte'
import { Notices } from './state/notices.svelte'
import { Policies } from './state/policies.svelte'
import { Router } from './state/router.svelte'
import { Session } from './state/session.svelte'
import { SiteSettings } from './state/site.svelte'
import { Transfers } from './state/transfers.svelte'
import { Uploads } from './state/uploads.svelte'
import { IdbBucketSettingsStore } from './storage/idb-bucket-settings-store'
import { IdbKeyStore } from './storage/idb-key-store'
import { IdbLockMemory } from './storage/idb-lock-memory'
import { IdbPolicyJournal } from './storage/idb-policy-journal'
import { IdbProfileStore } from './storage/idb-profile-store'
import { IdbTransferJournal } from './storage/idb-transfer-journal'
import { askPersistence } from './storage/persistence'
import type { TransferQueue } from './transfer/queue'
import App from './ui/App.svelte'
import './ui/theme/tokens.css'
import './ui/theme/base.css'
import './ui/theme/layout.css'

/** A window's worth of words on how far this browser can be trusted to keep a key. */
async function askDurability(keyStore: IdbKeyStore): Promise<DurabilityAnswer> {
  const [{ persisted, isLikelyPrivate }, wereKeysLost, unreadableKeys] = await Promise.all([
    askPersistence(),
    keyStore.wereKeysLost().catch(() => false),
    keyStore.countUnreadable().catch(() => 0)
  ])
  const warning = isLikelyPrivate
    ? 'This looks like a private window: keys and profiles are gone when it closes. Save every key to a file.'
    : persisted
      ? undefined
      : 'This browser has not promised to keep what is stored here: it may delete it when the disk is full. Save every key to a file.'
  return { warning, wereKeysLost, unreadableKeys }
}

/** The demo's own profile, offered by the server on this machine only: a deployed page takes none. */
async function useDemoProfile(session: Session, site: SiteSettings): Promise<void> {
  const demo = site.site.demoProfile
  if (demo === undefined || session.profiles.length > 0 || transportOf(location.origin) !== 'http-loopback') return
  const profile: Profile = {
    id: newId(),
    pathStyle: true,
    isRemembered: false,
    createdAtMs: Date.now(),
    ...demo,
    region: demo.region ?? 'us-east-1'
  }
  await session.save(profile)
  session.use(profile.id)
}

async function start(): Promise<void> {
  allowXmlParsing()
  const keyStore = new IdbKeyStore()
  const settings = new IdbBucketSettingsStore()
  const memory = new IdbLockMemory()
  const spool = new OpfsSpool({
    tabId: newId(),
    errorOfAnswer: (failure, hasSseKey) => errorOfAnswer({ ...failure, hasSseKey })
  })
  const site = new SiteSettings()
  const session = new Session(new IdbProfileStore(), (profile) => createGateway(profile))
  const maker: KeyMaker = {
    makeBytes: (form) => (form === 'keystring' ? makeKeystring() : makeBinaryKey()),
    makeRecord: async (key) => (await import('./crypto/sse-key-record')).makeSseKey(key)
  }
  const keys = new Keys({
    store: keyStore,
    maker,
    settings,
    memory,
    saveFile: saveBlob
  })
  const startQueue = async (): Promise<TransferQueue> => {
    const [{ TransferQueue }, { WorkerDigester }] = await Promise.all([
      import('./transfer/queue'),
      import('./workers/worker-digester')
    ])
    return new TransferQueue({
      digester: new WorkerDigester(),
      spool,
      journal: new IdbTransferJournal(),
      lockMemory: memory,
      sseKeyById: (id) => keys.byId(id),
      // Where settings cannot be read the person was asked how it is locked, and has said so.
      mustEncrypt: (endpoint, bucket) =>
        settings.get(endpoint, bucket).then(
          ({ encryption }) => encryption !== undefined,
          () => false
        ),
      markKeyUsed: (id, endpoint) => void keys.markUsed(id, endpoint)
    })
  }
  const locks = new Locks(memory, settings, keys)
  const durability = new Durability(askDurability(keyStore))
  await Promise.all([site.load('./site.json'), session.load(), keys.load()])
  await useDemoProfile(session, site)
  void spool.removeLeftovers().catch(() => undefined)

  const transfers = new Transfers(startQueue, safeFileName)
  const notices = new Notices()
  const policies = new Policies(
    {
      journal: new IdbPolicyJournal(),
      locks,
      makeProbeKey: () =>
        maker.makeRecord({ name: 'probe', form: 'binary', bytes: maker.makeBytes('binary'), origin: 'made' }),
      profileId: () => session.active?.id
    },
    notices
  )
  const app: AppContext = {
    router: new Router(),
    site,
    session,
    buckets: new Buckets(),
    listing: new Listing(),
    locks,
    keys,
    transfers,
    uploads: new Uploads(transfers, keys, locks),
    notices,
    policies,
    durability,
    chooser: { fromDrop: readDrop, fromInput: readFileList }
  }
  transfers.onDone((transfer) => app.listing.noteChange(transfer))
  mount(App, { target: document.getElementById('app') as HTMLElement, props: { app } })
}

/** Framed by another page, every click could be somebody else's. */
const place = document.getElementById('app')
if (window.top === window.self)
  start().catch(() =>
    place?.append('Lockgate could not start in this browser. Nothing that it keeps was changed. Load the page again.')
  )
else place?.append('Lockgate does not run inside another page.')
