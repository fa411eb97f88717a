// A search by name through a bucket, page after page of its listing: what was found, and how far it came. It never says more.
import { isAbort, toAppError, type AppError } from '../domain/app-error'
import type { FolderPrefix } from '../domain/folder-prefix'
import { createNameMatcher } from '../domain/name-match'
import type { ListingPage, ObjectEntry } from '../domain/object-entry'
import type { ObjectStorage } from '../domain/ports'
import { createRepeatFilter } from '../domain/repeats'
import type { ListingRow } from './listing-row'

/** More are counted and not kept: memory stays flat however many match. */
export const MAX_RESULTS = 10_000
/** How often the screen follows. */
const PUBLISH_EVERY_MS = 150

export interface SearchSubject {
  readonly storage: Pick<ObjectStorage, 'listPage'>
  readonly bucket: string
  /** What is below it is searched; `''`: the whole bucket. */
  readonly prefix: FolderPrefix
  /** As {@link createNameMatcher} takes it. */
  readonly text: string
}

export interface SearchProgress {
  /** In the order of the listing, {@link MAX_RESULTS} at most. */
  readonly results: readonly ListingRow[]
  readonly matchCount: number
  readonly seenCount: number
  /** The last name that was compared; undefined: none was. */
  readonly lastKey: string | undefined
  /** While it ran. */
  readonly elapsedMs: number
}

/** `stopped` by the user or because they left; `complete`: every name of the listing was compared. */
export type SearchState = 'running' | 'stopped' | 'failed' | 'complete'

const NOTHING: SearchProgress = { results: [], matchCount: 0, seenCount: 0, lastKey: undefined, elapsedMs: 0 }

export class NameSearch {
  readonly subject: SearchSubject
  readonly #match: (key: string) => ReturnType<ReturnType<typeof createNameMatcher>>
  readonly #withoutRepeats = createRepeatFilter<ObjectEntry>(({ key }) => key)
  #found: ListingRow[] = []
  #matchCount = 0
  #seenCount = 0
  #lastKey: string | undefined
  /** Of the page to ask for next; undefined: of the first. */
  #token: string | undefined
  #ranMs = 0
  #startedAtMs = 0
  #publishedAtMs = 0
  #abort: AbortController | undefined
  #isPaused = false
  #progress = $state.raw<SearchProgress>(NOTHING)
  #state = $state<SearchState>('stopped')
  #error = $state.raw<AppError | undefined>()
  /** The result that was opened last: the keyboard comes back to it. */
  opened: ListingRow | undefined

  constructor(subject: SearchSubject) {
    this.subject = subject
    this.#match = createNameMatcher(subject.text, subject.prefix)
  }

  get progress(): SearchProgress {
    return this.#progress
  }
  get state(): SearchState {
    return this.#state
  }
  /** Why it failed. */
  get error(): AppError | undefined {
    return this.#error
  }

  /** Starts, or goes on after the last page that came. Resolves when it has ended, in whatever way. */
  async run(): Promise<void> {
    if (this.#state === 'running' || this.#state === 'complete') return
    const abort = (this.#abort = new AbortController())
    this.#state = 'running'
    this.#isPaused = false
    this.#error = undefined
    this.#startedAtMs = Date.now()
    const tick = setInterval(() => this.#publish(), 1_000)
    try {
      await this.#searchPages(abort.signal)
      if (!abort.signal.aborted) this.#end('complete')
    } catch (error) {
      if (abort.signal.aborted) return
      this.#error = isAbort(error) ? undefined : toAppError(error)
      this.#end(isAbort(error) ? 'stopped' : 'failed')
    } finally {
      clearInterval(tick)
    }
  }

  /** Ends it; what was found stays, and {@link run} goes on. */
  stop(): void {
    this.#isPaused = false
    if (this.#state !== 'running') return
    this.#abort?.abort()
    this.#end('stopped')
  }

  /** While its page is not shown, nothing is requested. */
  pause(): void {
    if (this.#state !== 'running') return
    this.stop()
    this.#isPaused = true
  }

  /** Goes on if it was paused. */
  resume(): void {
    if (this.#isPaused) void this.run()
  }

  #end(state: SearchState): void {
    this.#ranMs += Date.now() - this.#startedAtMs
    this.#state = state
    this.#publish()
  }

  async #searchPages(signal: AbortSignal): Promise<void> {
    const { storage, bucket, prefix } = this.subject
    const ask = (token: string | undefined): Promise<ListingPage> => {
      const asked = storage.listPage({ bucket, prefix, delimiter: undefined, token }, signal)
      asked.catch(() => undefined) // it is awaited later
      return asked
    }
    for (let asked = ask(this.#token); ;) {
      const { objects, nextToken } = await asked
      signal.throwIfAborted()
      // The next page travels while this one is searched and drawn.
      if (nextToken !== undefined) asked = ask(nextToken)
      this.#search(objects)
      this.#token = nextToken
      if (nextToken === undefined) return
      if (Date.now() - this.#publishedAtMs > PUBLISH_EVERY_MS) this.#publish()
    }
  }

  #search(objects: readonly ObjectEntry[]): void {
    for (const object of this.#withoutRepeats(objects)) {
      this.#seenCount++
      const { folders, isObject } = this.#match(object.key)
      for (const prefix of folders) this.#add({ prefix })
      if (isObject) this.#add(object)
    }
    this.#lastKey = objects.at(-1)?.key ?? this.#lastKey
  }

  #add(row: ListingRow): void {
    this.#matchCount++
    if (this.#found.length < MAX_RESULTS) this.#found.push(row)
  }

  #publish(): void {
    this.#publishedAtMs = Date.now()
    this.#progress = this.#toProgress()
  }

  #toProgress(): SearchProgress {
    const shown = this.#progress.results
    const running = this.#state === 'running' ? Date.now() - this.#startedAtMs : 0
    return {
      results: shown.length === this.#found.length ? shown : [...this.#found],
      matchCount: this.#matchCount,
      seenCount: this.#seenCount,
      lastKey: this.#lastKey,
      elapsedMs: this.#ranMs + running
    }
  }
}
