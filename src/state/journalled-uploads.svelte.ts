// Uploads of earlier sessions and of other tabs, as the journal has them: this tab's own are with the transfers. What is done with one is
// in resume-uploads.ts, which is loaded when it is asked for.
import { toAppError } from '../domain/app-error'
import { ownershipOf } from '../domain/account'
import { sentBytesOf, sourceIdsOf, type JournalEntry } from '../domain/transfer-journal'
import type { JournalledUpload, ResumeProblem } from './journalled-upload'
import { JournalWatch } from './journal-watch'
import type { ResumeUploads, ResumeUploadsDeps } from './resume-uploads'
import type { ChosenFile, ChosenFiles } from './upload-draft.svelte'

/** Where the browser does not tell which tabs live: one that wrote as lately may. */
const MAY_LIVE_MS = 120_000

export class JournalledUploads {
  readonly #deps: ResumeUploadsDeps
  #entries = $state.raw<readonly JournalEntry[]>([])
  #living = $state.raw<ReadonlySet<string> | undefined>()
  #sourceIds = $state.raw<ReadonlySet<string>>(new Set())
  #busyIds = $state.raw<ReadonlySet<string>>(new Set())
  #problems = $state.raw<ReadonlyMap<string, ResumeProblem>>(new Map())
  readonly #list = $derived.by(() => this.#group())
  readonly #count = $derived(
    this.#list.reduce((sum, { isInOtherTab, entries }) => sum + (isInOtherTab ? 0 : entries.length), 0)
  )
  readonly #watch: JournalWatch

  constructor(deps: ResumeUploadsDeps) {
    this.#deps = deps
    this.#watch = new JournalWatch(deps.tabs, () => this.load())
  }

  /** Oldest first; those of the account in use before others. */
  get list(): readonly JournalledUpload[] {
    return this.#list
  }
  /** Files that could go on, in any account; those in other tabs do. */
  get count(): number {
    return this.#count
  }
  isBusy({ id }: JournalledUpload): boolean {
    return this.#busyIds.has(id)
  }
  problemOf({ id }: JournalledUpload): ResumeProblem | undefined {
    return this.#problems.get(id)
  }

  /** Reads the journal, now and whenever another tab has written it. @returns ends that. */
  start(): () => void {
    void this.load().then(() => this.#forgetSources())
    return this.#watch.follow()
  }

  /** Never rejects: what cannot be read is not listed. */
  async load(): Promise<void> {
    const { journal, tabs, sources } = this.#deps
    const [entries, living, sourceIds] = await Promise.all([
      journal.list().catch(() => []),
      tabs.living(),
      sources.ids()
    ])
    this.#living = living
    this.#sourceIds = sourceIds
    this.#entries = entries
    for (const { tabId } of entries) if (tabId !== undefined && living?.has(tabId)) this.#watch.awaitEnd(tabId)
  }

  /** Goes on with these: with the files that were chosen, else with those that the browser has kept. */
  async resume(uploads: readonly JournalledUpload[], chosen?: Promise<ChosenFiles>): Promise<void> {
    await this.#work(uploads, async (work) => work.resume(uploads, (await chosen)?.files))
  }

  /** Removes what was sent, and sends this file from its beginning. */
  async startOver(upload: JournalledUpload, chosen: ChosenFile): Promise<void> {
    await this.#work([upload], (work) => work.startOver(upload, chosen))
  }

  /** Removes what was sent, and takes it off the list. */
  async remove(upload: JournalledUpload): Promise<void> {
    await this.#work([upload], (work) => work.remove(upload))
  }

  /** Takes it off the list; what was sent stays on the gateway. */
  async forget(upload: JournalledUpload): Promise<void> {
    await this.#work([upload], (work) => work.forget(upload))
  }

  /** Those of uploads that have ended since they were kept. Other tabs may need theirs for what isn't in the journal yet. */
  async #forgetSources(): Promise<void> {
    const { journal, sources } = this.#deps
    if (this.#living?.size !== 1) return
    const entries = await journal.list().catch(() => undefined)
    if (entries !== undefined) await sources.retain(sourceIdsOf(entries))
  }

  async #work(
    uploads: readonly JournalledUpload[],
    act: (work: ResumeUploads) => Promise<ReadonlyMap<string, ResumeProblem>>
  ): Promise<void> {
    const ids = uploads.map(({ id }) => id)
    if (ids.some((id) => this.#busyIds.has(id))) return
    this.#busyIds = new Set([...this.#busyIds, ...ids])
    this.#problems = new Map([...this.#problems].filter(([id]) => !ids.includes(id)))
    let problems: ReadonlyMap<string, ResumeProblem>
    try {
      const { ResumeUploads } = await import('./resume-uploads')
      problems = await act(new ResumeUploads(this.#deps))
    } catch (thrown) {
      const error = toAppError(thrown)
      problems = new Map(ids.map((id) => [id, { code: 'error', error }]))
    }
    this.#problems = new Map([...this.#problems, ...problems])
    await this.load()
    this.#busyIds = new Set([...this.#busyIds].filter((id) => !ids.includes(id)))
  }

  #group(): readonly JournalledUpload[] {
    const { session, tabs } = this.#deps
    const { account } = session
    const groups = new Map<string, JournalEntry[]>()
    for (const entry of this.#entries) {
      const isOther = this.#isInOtherTab(entry)
      const { id, accountId = '', endpoint, bucket, uploadId } = entry
      // Neither of the first three has a blank in it.
      const group = uploadId === undefined ? `${isOther} ${bucket} ${endpoint} ${accountId}` : id
      if (entry.tabId === tabs.tabId && !this.#busyIds.has(group)) continue
      const entries = groups.get(group)
      if (entries === undefined) groups.set(group, [entry])
      else entries.push(entry)
    }
    return [...groups]
      .flatMap(([id, entries]): readonly JournalledUpload[] => {
        const [first] = entries
        if (first === undefined) return []
        const isHere = account !== undefined && ownershipOf(account, first) === 'own'
        const profile = session.profiles.find((one) => ownershipOf(session.accounts.of(one), first) === 'own')
        // An earlier version's entry of a profile that was removed may be anyone's on that gateway: its bucket's page lists it.
        if (!isHere && profile === undefined && first.accountId === undefined) return []
        const { endpoint, bucket } = first
        return [
          {
            id,
            entries,
            endpoint,
            bucket,
            sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
            sentBytes: entries.reduce((sum, entry) => sum + sentBytesOf(entry), 0),
            startedAtMs: Math.min(...entries.slice(0, 1000).map(({ startedAtMs }) => startedAtMs)),
            isInOtherTab: this.#isInOtherTab(first),
            isHere,
            profile,
            hasSource: entries.every(({ sourceId }) => sourceId !== undefined && this.#sourceIds.has(sourceId))
          }
        ]
      })
      .toSorted((one, other) => Number(other.isHere) - Number(one.isHere) || one.startedAtMs - other.startedAtMs)
  }

  #isInOtherTab({ tabId, savedAtMs = 0 }: JournalEntry): boolean {
    if (tabId === undefined || tabId === this.#deps.tabs.tabId) return false
    return this.#living?.has(tabId) ?? Date.now() - savedAtMs < MAY_LIVE_MS
  }
}
