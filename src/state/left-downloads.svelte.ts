// Downloads that tabs of before left unfinished: listed until the user goes on with them or discards them.
import { ownershipOf } from '../domain/account'
import { AppError, toAppError } from '../domain/app-error'
import type { DownloadEntry, DownloadJournal, LeftDownloads as LeftFiles } from '../domain/download-journal'
import type { Profile } from '../domain/profile'
import type { Keys } from './keys.svelte'
import type { Session } from './session.svelte'
import type { Transfers } from './transfers.svelte'

export interface LeftDownload {
  readonly entry: DownloadEntry
  readonly receivedBytes: number
  /** Of the account in use. */
  readonly isHere: boolean
  /** One of its account's, where there is one. */
  readonly profile: Profile | undefined
}

export interface LeftDownloadsDeps {
  readonly journal: DownloadJournal
  readonly files: LeftFiles
  readonly session: Pick<Session, 'account' | 'accounts' | 'profiles' | 'storage'>
  readonly keys: Pick<Keys, 'byId'>
  readonly transfers: Pick<Transfers, 'resumeDownload'>
}

export class LeftDownloads {
  readonly #deps: LeftDownloadsDeps
  #found = $state.raw<readonly Pick<LeftDownload, 'entry' | 'receivedBytes'>[]>([])
  #errors = $state.raw<ReadonlyMap<string, AppError>>(new Map())
  readonly #list = $derived(this.#found.map((found) => ({ ...found, ...this.#ownerOf(found.entry) })))

  constructor(deps: LeftDownloadsDeps) {
    this.#deps = deps
  }

  /** Oldest first. */
  get list(): readonly LeftDownload[] {
    return this.#list
  }
  /** Why it could not go on. */
  errorOf({ entry }: LeftDownload): AppError | undefined {
    return this.#errors.get(entry.id)
  }

  /** Reads the journal; what has no file any more is forgotten. Never rejects: what cannot be read is not listed. */
  async load(): Promise<void> {
    const { journal, files } = this.#deps
    const entries = await journal.list().catch(() => [])
    const found = await Promise.all(
      entries.map(async (entry) => {
        if (entry.tabId === files.tabId) return []
        const left = await files.whileLeft(entry, () => files.bytesOf(entry)).catch(() => undefined)
        if (left === undefined) return []
        if (left.done !== undefined) return { entry, receivedBytes: Math.min(left.done, entry.sizeBytes) }
        await journal.remove(entry.id).catch(() => undefined)
        return []
      })
    )
    this.#found = found.flat().toSorted((one, other) => one.entry.startedAtMs - other.entry.startedAtMs)
  }

  /** Goes on with it in this tab: what is there is digested again, and the rest asked for. Nothing happens where another tab has it. */
  async resume(left: LeftDownload): Promise<void> {
    const { journal, files, transfers } = this.#deps
    await this.#take(left, async (entry) => {
      const request = this.#requestOf(entry)
      await files.adopt(entry)
      await journal.put({ ...entry, tabId: files.tabId })
      await transfers.resumeDownload(request)
    })
  }

  /** Removes what was received. */
  async discard(left: LeftDownload): Promise<void> {
    const { journal, files } = this.#deps
    await this.#take(left, async (entry) => {
      await files.remove(entry)
      await journal.remove(entry.id)
    })
  }

  /** What another tab has taken in the meantime is no longer what was left. */
  async #take(
    { entry: { id, tabId }, entry }: LeftDownload,
    work: (entry: DownloadEntry) => Promise<void>
  ): Promise<void> {
    const { journal, files } = this.#deps
    this.#errors = new Map([...this.#errors].filter(([other]) => other !== id))
    try {
      await files.whileLeft(entry, async () => {
        const now = (await journal.list()).find((one) => one.id === id)
        if (now?.tabId === tabId) await work(now)
      })
    } catch (error) {
      this.#errors = new Map([...this.#errors, [id, toAppError(error)]])
    }
    await this.load()
  }

  #requestOf(entry: DownloadEntry): Parameters<Transfers['resumeDownload']>[0] {
    const { session, keys } = this.#deps
    const { storage } = session
    if (storage === undefined || !this.#ownerOf(entry).isHere) throw new AppError('unexpected')
    const { id, bucket, key, versionId, sizeBytes, etag, modifiedAtMs, fileName, sseKeyId, startedAtMs } = entry
    const sseKey = keys.byId(sseKeyId)
    if (sseKeyId !== undefined && sseKey === undefined) throw new AppError('sse-key-needed')
    const object = { key, versionId, sizeBytes, etag, modifiedAtMs }
    return { storage, bucket, entry: object, sseKey, fileName, journalled: { id, startedAtMs } }
  }

  #ownerOf(entry: DownloadEntry): Pick<LeftDownload, 'isHere' | 'profile'> {
    const { account, accounts, profiles } = this.#deps.session
    const isHere = account !== undefined && ownershipOf(account, entry) === 'own'
    return { isHere, profile: profiles.find((profile) => ownershipOf(accounts.of(profile), entry) === 'own') }
  }
}
