// Uploads and downloads in each of their states, one by one and as a batch.
import type { Account, AccountId } from '../../../src/domain/account'
import { AppError } from '../../../src/domain/app-error'
import type { BatchEntry } from '../../../src/domain/batch-journal'
import type { JournalEntry } from '../../../src/domain/transfer-journal'
import type { DownloadEntry } from '../../../src/domain/download-journal'
import { explainError } from '../../../src/messages/explain-error'
import { m } from '../../../src/messages/messages'
import type { App } from '../../../src/state/app-context'
import type { DownloadBatchRequest } from '../../../src/transfers/download-batch'
import type { Transfer } from '../../../src/transfers/transfer'
import { never, refuse } from '../gateway'
import { ENDPOINT, makeObject, makeProfile, MD5, NOW_MS, type World } from '../world'
import { starting, type AppState } from './state'

const at = { place: 'transfers' } as const
const MIB = 1024 * 1024

const prepare = (_: unknown, app: App): Promise<void> => app.transfers.prepare()

/** Each of these parts is one transfer. */
function list(...parts: readonly Partial<Transfer>[]): (account: Account) => readonly Transfer[] {
  return (account) =>
    parts.map((part, index) => ({
      id: String(index),
      direction: 'upload',
      account,
      endpoint: ENDPOINT,
      bucket: 'field-data',
      key: `2026/${part.fileName ?? `station-${index}.nc`}`,
      fileName: `station-${index}.nc`,
      sizeBytes: 812 * MIB,
      doneBytes: part.state === 'done' ? 812 * MIB : 0,
      state: 'waiting',
      startedAtMs: NOW_MS - 62_000,
      endedAtMs: part.state === 'done' ? NOW_MS : undefined,
      ...part
    }))
}

const RUNNING: Partial<Transfer> = {
  state: 'running',
  doneBytes: 305 * MIB,
  rateBytesPerSecond: 71_000_000,
  secondsLeft: 8
}

const running = list(
  { ...RUNNING, sseKeyId: 'field-data 2026', partsUnderWay: 5 },
  { ...RUNNING, direction: 'download', fileName: 'measurements.parquet' },
  { state: 'verifying', doneBytes: 812 * MIB },
  { state: 'waiting' },
  { state: 'waiting', fileName: `${'a-very-long-name-'.repeat(9)}end.nc` }
)

const waiting = list(
  { ...RUNNING, retryError: new AppError('gateway-busy'), retryAtMs: NOW_MS + 30_000, rateBytesPerSecond: undefined },
  { ...RUNNING, retryError: new AppError('offline'), retryAtMs: undefined, rateBytesPerSecond: undefined },
  { state: 'waiting' }
)

const paused = list(
  { state: 'paused', doneBytes: 305 * MIB, keptBytes: 304 * MIB },
  { state: 'paused', direction: 'download', fileName: 'survey-2026.tar', keptBytes: 305 * MIB },
  { state: 'paused', direction: 'download', fileName: 'measurements.parquet' },
  { ...RUNNING, isCommitting: true },
  { state: 'waiting' },
  { state: 'waiting' }
)

const refused = list(
  { state: 'failed', error: new AppError('access-key-unknown', { status: 403, code: 'InvalidAccessKeyId' }) },
  { state: 'paused' },
  { state: 'paused' }
)

const full = list(
  { state: 'failed', error: new AppError('quota-exceeded', { status: 403, code: 'QuotaExceeded' }) },
  { ...RUNNING, hasStartedOver: true },
  { state: 'paused' },
  { state: 'paused' }
)

const noRoom = list(
  {
    ...{ state: 'failed', direction: 'download', fileName: 'survey-2026.tar', keptBytes: 305 * MIB },
    error: new AppError('browser-storage-full', { operation: 'GetObject' })
  },
  { state: 'paused', direction: 'download', fileName: 'measurements.parquet' },
  { state: 'paused', direction: 'download', fileName: 'images.zip' }
)

const leftDownloads = (account: Account): readonly DownloadEntry[] =>
  ['survey-2026.tar', 'measurements.parquet'].map((fileName, index) => ({
    id: fileName,
    tabId: 'gone',
    accountId: index === 0 ? account.id : ('https://rgw.example.edu user bob' as DownloadEntry['accountId']),
    endpoint: ENDPOINT,
    bucket: 'field-data',
    key: `2026/${fileName}`,
    versionId: undefined,
    sizeBytes: 812 * MIB,
    etag: 'e',
    modifiedAtMs: NOW_MS,
    fileName,
    sseKeyId: undefined,
    startedAtMs: NOW_MS - 7_200_000
  }))

const leftBatches = (account: Account): readonly BatchEntry[] =>
  (['archive', 'directory', 'each'] as const).map((way) => ({
    id: way,
    tabId: 'gone',
    way,
    accountId: account.id,
    endpoint: ENDPOINT,
    bucket: 'field-data',
    prefix: '',
    name: way === 'archive' ? 'field-data.zip' : `“${'a-very-long-name-'.repeat(9)}end/”`,
    selection: way === 'each' ? undefined : { entries: [], prefixes: ['2026/'] },
    fileCount: 1_412,
    sizeBytes: 9_000 * MIB,
    overheadBytes: 0,
    firstStartedAtMs: 0,
    decision: 'skip',
    handle: undefined,
    startedAtMs: NOW_MS - 7_200_000
  }))

const ended = list(
  { state: 'done', verification: 'verified' },
  {
    state: 'done',
    verification: 'verified',
    sseKeyId: 'field-data 2026',
    lock: { state: 'encrypted', keyId: 'field-data 2026', seenAtMs: NOW_MS }
  },
  { state: 'done', verification: 'verified', settings: { lost: [], unseen: [] } },
  { state: 'done', verification: 'verified', settings: { lost: ['storageClass', 'tags'], unseen: [] } },
  {
    state: 'done',
    verification: 'verified',
    settings: { lost: [], unseen: ['metadata', 'contentDisposition'], reason: 'hidden' }
  },
  { state: 'done', verification: 'size-checked' },
  { state: 'done', whyUnverified: 'access-denied' },
  { state: 'done', verification: 'verified', direction: 'download', fileName: 'oslo.tif' },
  { state: 'cancelled', traces: 'removing' },
  { state: 'cancelled', traces: 'removed' },
  { state: 'cancelled', traces: 'kept-parts' }
)

const zip = { direction: 'download', fileName: 'field-data.zip', key: '2026/', sizeBytes: 9_000 * MIB } as const
const files = {
  fileCount: 1_412,
  addedCount: 1_412,
  verifiedCount: 1_412,
  missingCount: 0,
  missing: [],
  renamedCount: 0
}
const missing = [
  { key: '2026/station-09.nc', error: new AppError('sse-key-needed') },
  { key: `2026/${'a-very-long-name-'.repeat(9)}end.nc`, error: new AppError('digest-mismatch') }
]

const archives = list(
  { ...RUNNING, ...zip, doneBytes: 4_100 * MIB, archive: { ...files, addedCount: 619 } },
  { ...RUNNING, ...zip, doneBytes: 4_100 * MIB, archive: { ...files, addedCount: 619, missingCount: 2, missing } },
  { ...zip, state: 'done', verification: 'verified', archive: files },
  { ...zip, state: 'done', verification: 'verified', archive: { ...files, renamedCount: 3 } },
  { ...zip, state: 'done', verification: 'size-checked', archive: { ...files, verifiedCount: 1_409 } },
  { ...zip, state: 'done', archive: { ...files, addedCount: 1_410, verifiedCount: 1_410, missingCount: 2, missing } }
)

const failed = list(
  { state: 'failed', error: new AppError('stored-in-clear'), sseKeyId: 'archive' },
  {
    ...{ state: 'failed', keptBytes: 304 * MIB },
    error: new AppError('quota-exceeded', { status: 403, code: 'QuotaExceeded' })
  },
  { state: 'failed', error: new AppError('sse-key-needed'), direction: 'download', fileName: 'from-bob.tar' },
  { state: 'done', verification: 'verified' }
)

function batch(change: (request: DownloadBatchRequest) => Partial<DownloadBatchRequest>): NonNullable<AppState['act']> {
  return async (_, app) => {
    await app.session.prepare()
    const storage = app.session.storage
    if (storage === undefined) throw new Error('There is no gateway.')
    const entries = ['a.csv', 'b/c.csv', 'b:c.csv'].map((key) => makeObject(key, 4 * MIB))
    const request: DownloadBatchRequest = {
      storage,
      bucket: 'field-data',
      prefix: '',
      selection: { entries, prefixes: [] },
      label: '“2026/”',
      objectCount: 40,
      sizeBytes: 9_000 * MIB,
      directory: undefined,
      decision: 'skip',
      findSseKey: () => Promise.resolve(undefined)
    }
    await app.transfers.downloadMany({ ...request, ...change(request) })
  }
}

const left: JournalEntry = {
  id: 'left',
  profileId: 'alice',
  endpoint: ENDPOINT,
  bucket: 'field-data',
  key: '2026/station-09.nc',
  uploadId: 'u1',
  sizeBytes: 812 * MIB,
  partSizeBytes: 8 * MIB,
  sseKeyId: undefined,
  startedAtMs: NOW_MS - 3 * 3_600_000,
  file: { path: '2026/station-09.nc', lastModifiedMs: 0 },
  sentMd5s: sentParts(61)
}

function sentParts(count: number): ReadonlyMap<number, string> {
  return new Map(Array.from({ length: count }, (_, index) => [index + 1, MD5]))
}

/** Where a file can be read again, where it must be chosen, files that wait, another tab's, and another account's. */
const journal: readonly JournalEntry[] = [
  { ...left, sourceId: 'kept' },
  {
    ...left,
    id: 'chosen',
    key: `${'a-very-long-name-'.repeat(9)}end.nc`,
    startedAtMs: NOW_MS - 40 * 3_600_000,
    sentMd5s: sentParts(12)
  },
  ...['a.csv', 'b.csv', 'c.csv'].map((key) => ({
    ...left,
    id: key,
    key,
    uploadId: undefined,
    sizeBytes: 2 * MIB,
    sentMd5s: sentParts(0)
  })),
  { ...left, id: 'other tab', key: 'measurements.parquet', tabId: 'other', sentMd5s: sentParts(96) },
  { ...left, id: 'bob', profileId: 'bob', key: 'results.xlsx', bucket: 'shared-by-bob' },
  { ...left, id: 'nobody', accountId: `${ENDPOINT} user carol` as AccountId, key: 'thesis.tar' }
]

const unfinished = (world: World): void => {
  world.journal = journal
  world.profiles = [makeProfile('alice'), makeProfile('bob')]
}

export const transfers: readonly AppState[] = [
  { name: 'transfers/none', at },
  { name: 'transfers/unfinished', at, world: unfinished },
  {
    name: 'transfers/unfinished-different-file',
    at,
    world: (world) => {
      world.transfers = ended
      unfinished(world)
    },
    act: async (user, app) => {
      await prepare(user, app)
      await app.session.prepare()
      await app.journalled.load()
      const [first] = app.journalled.list
      if (first) {
        const files = [{ file: new File(['other'], 'f'), path: 'f' }]
        await app.journalled.resume([first], Promise.resolve({ files, leftOut: [] }))
      }
    }
  },
  {
    name: 'transfers/unfinished-drawer',
    at: { place: 'objects', bucket: 'field-data', prefix: '' },
    world: unfinished
  },
  { name: 'transfers/running', at, world: (world) => (world.transfers = running), act: prepare },
  { name: 'transfers/waiting', at, world: (world) => (world.transfers = waiting), act: prepare },
  { name: 'transfers/paused', at, world: (world) => (world.transfers = paused), act: prepare },
  {
    name: 'transfers/credentials-refused',
    at,
    world: (world) => {
      world.transfers = refused
      world.refusal = new AppError('access-key-unknown', { status: 403, code: 'InvalidAccessKeyId' })
    },
    act: prepare
  },
  {
    name: 'transfers/bucket-full',
    at,
    world: (world) => {
      world.transfers = full
      world.refusal = new AppError('quota-exceeded', { status: 403, code: 'QuotaExceeded' })
    },
    act: prepare
  },
  {
    name: 'transfers/browser-storage-full',
    at,
    world: (world) => {
      world.transfers = noRoom
      world.refusal = new AppError('browser-storage-full', { operation: 'GetObject' })
    },
    act: prepare
  },
  {
    name: 'transfers/unfinished-downloads',
    at,
    world: (world) => {
      world.leftDownloads = leftDownloads
      world.leftBatches = leftBatches
    },
    act: (_, app) => app.leftDownloads.load()
  },
  {
    name: 'transfers/archives',
    at,
    world: (world) => (world.transfers = archives),
    act: async (user, app) => {
      await prepare(user, app)
      await user.press(m.transfers.row.archive.missing(2, 1_412))
    }
  },
  { name: 'transfers/ended', at, world: (world) => (world.transfers = ended), act: prepare },
  {
    name: 'transfers/failed',
    at,
    world: (world) => (world.transfers = failed),
    act: async (user, app) => {
      await prepare(user, app)
      await user.press(explainError(new AppError('stored-in-clear')).title)
    }
  },
  {
    name: 'transfers/drawer',
    at: { place: 'objects', bucket: 'field-data', prefix: '' },
    world: (world) => (world.transfers = running),
    act: prepare
  },
  {
    name: 'transfers/drawer-open',
    at: { place: 'objects', bucket: 'field-data', prefix: '' },
    world: (world) => (world.transfers = running),
    act: async (user, app) => {
      await prepare(user, app)
      await user.press(starting(m.transfers.summary.underWay(5)))
    }
  },
  {
    name: 'batch/starting',
    at,
    act: batch(() => ({ selection: { entries: [], prefixes: ['2026/'] } })),
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listPage = never)
    }
  },
  { name: 'batch/running', at, act: batch(() => ({})) },
  {
    name: 'batch/paused',
    at,
    world: (world) => {
      world.gateway = ({ storage }) =>
        (storage.listPage = refuse('access-denied', { status: 403, code: 'AccessDenied' }))
    },
    act: batch(() => ({ selection: { entries: [], prefixes: ['2026/'] } }))
  },
  {
    name: 'batch/folder-full',
    at,
    world: (world) => {
      world.gateway = ({ storage }) =>
        (storage.listPage = refuse('directory-unwritable', { detail: 'QuotaExceededError' }))
    },
    act: batch(() => ({ selection: { entries: [], prefixes: ['2026/'] } }))
  },
  {
    name: 'batch/into-directory',
    at,
    act: batch(() => ({
      directory: {
        name: 'Campaign',
        fileAt: () => Promise.resolve(undefined),
        isEmpty: () => Promise.resolve(false),
        has: (path) => Promise.resolve(path.at(-1) === 'a.csv'),
        write: () => Promise.resolve()
      }
    }))
  }
]
