// The page's side of the service worker: registers it, says what it has stored, and lets a new one in when it is asked to. Reloads
// nothing else than this tab, and this one only in `loadNewVersion`.
import type { OfflineCopy, OfflineCopyState, TakeOver, VersionAnswer } from '../../domain/ports'
import { storeNames, type StoreNames } from './build'
import type { CopyReport, PageMessage } from './messages'
import { workerScript } from './worker-script'

/**
 * A worker that does not take over by then is said to have failed. Chromium has the former one idle for 30 s first, where a request
 * started it again at the wrong moment.
 */
const TIMEOUT_MS = 45_000

export class ServiceWorkerCopy implements OfflineCopy {
  readonly version: string
  readonly #names: StoreNames
  readonly #listeners = new Set<(state: OfflineCopyState) => void>()
  #state: OfflineCopyState = { keeping: 'beginning', sizeBytes: undefined, hasNewVersion: false, isFormer: false }
  #registration: ServiceWorkerRegistration | undefined
  #script: string | undefined
  #isLoadingNew = false
  #holdCount = 0

  /** @param version from the page itself; without one nothing is registered. */
  constructor(version: string) {
    this.version = version
    this.#names = storeNames(new URL('./', document.baseURI).href)
  }

  /** Call it when the first view is there: all files are fetched then. Never rejects. */
  async start(): Promise<void> {
    const workers = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker
    if (this.version === '' || workers === undefined) return this.#change({ keeping: 'not-offered' })
    let hasController = workers.controller !== null
    workers.addEventListener('controllerchange', () => {
      if (hasController && !this.#isLoadingNew) this.#change({ isFormer: true })
      hasController = true
    })
    try {
      await this.#holdLock(this.#names.pageLock(this.version))
      this.#script = workerScript()
      const registration = await this.#register(this.#script)
      if (registration.active !== null) await this.check()
    } catch {
      this.#change({ keeping: 'failed' })
    }
  }

  watch(listener: (state: OfflineCopyState) => void): void {
    this.#listeners.add(listener)
    listener(this.#state)
  }

  async check(): Promise<VersionAnswer> {
    if (this.#script === undefined) return 'no-answer'
    let registration = this.#registration
    try {
      // What could not be stored at the first try is tried again.
      if (registration?.active) await registration.update()
      else registration = await this.#register(this.#script)
    } catch {
      return registration?.waiting ? 'ready' : 'no-answer'
    }
    const coming = registration.installing
    if (coming !== null) await settled(coming)
    this.#look()
    if (this.#state.hasNewVersion || this.#state.isFormer) return 'ready'
    return coming?.state === 'redundant' ? 'failed' : 'current'
  }

  async #register(script: string): Promise<ServiceWorkerRegistration> {
    const registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' })
    this.#follow(registration.installing ?? registration.waiting)
    if (registration !== this.#registration)
      registration.addEventListener('updatefound', () => this.#follow(registration.installing))
    this.#registration = registration
    this.#look()
    void this.#tidy()
    return registration
  }

  holdBack(): () => void {
    const release = new AbortController()
    // Over plain http there are no locks, and no new version either.
    void this.#holdLock(this.#names.changeLock, release.signal).catch(() => undefined)
    this.#holdCount++
    release.signal.addEventListener('abort', () => this.#holdCount--, { once: true })
    return () => release.abort()
  }

  async loadNewVersion(): Promise<TakeOver> {
    const waiting = this.#registration?.waiting
    if (!waiting) {
      location.reload() // another tab has let it in already
      return 'loading'
    }
    return navigator.locks.request(this.#names.changeLock, { ifAvailable: true }, async (lock) => {
      if (lock === null) return 'held-back'
      this.#isLoadingNew = true
      const hands = watchHands()
      waiting.postMessage({ kind: 'take-over' } satisfies PageMessage)
      await Promise.race([settled(waiting, 'activated'), new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS))])
      const isIn = waiting.state === 'activated' || waiting.state === 'activating'
      const wentOn = hands.stop() || this.#holdCount > 0
      this.#isLoadingNew = isIn && !wentOn
      if (!isIn) return 'failed'
      if (wentOn) {
        this.#change({ isFormer: true })
        return 'put-off'
      }
      location.reload()
      return 'loading'
    })
  }

  /** Resolves when the lock is held; shared, until the signal fires or the page is gone. */
  #holdLock(name: string, release?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const hold = (): Promise<void> => {
        resolve()
        return new Promise((end) => {
          if (release?.aborted) end()
          else release?.addEventListener('abort', () => end(), { once: true })
        })
      }
      navigator.locks.request(name, { mode: 'shared' }, hold).catch(reject)
    })
  }

  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      this.#look()
      if (worker.state === 'activated') void this.#tidy()
    })
  }

  #look(): void {
    const { installing, waiting, active } = this.#registration ?? {}
    if (!active && !waiting && !installing) this.#change({ keeping: 'failed' })
    this.#change({ hasNewVersion: Boolean(waiting && active) })
  }

  /** Has the worker count what is stored, and drop what no page uses. */
  async #tidy(): Promise<void> {
    const worker = this.#registration?.active
    if (!worker) return
    const { port1, port2 } = new MessageChannel()
    const report = await new Promise<CopyReport | undefined>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data as CopyReport)
      setTimeout(resolve, TIMEOUT_MS) // a worker that died tells nothing
      worker.postMessage({ kind: 'tidy' } satisfies PageMessage, [port2])
    })
    port1.close()
    if (report === undefined)
      return this.#state.keeping === 'beginning' ? this.#change({ keeping: 'failed' }) : undefined
    // One that took over before this page listened, or while it was opened past the worker, says so by its version.
    const isFormer = navigator.serviceWorker.controller === worker && report.version !== this.version
    if (isFormer && !this.#isLoadingNew) this.#change({ isFormer })
    this.#change({ keeping: report.missingCount === 0 ? 'kept' : 'incomplete', sizeBytes: report.sizeBytes })
  }

  #change(part: Partial<OfflineCopyState>): void {
    this.#state = { ...this.#state, ...part }
    for (const listener of this.#listeners) listener(this.#state)
  }
}

/** Whether the person does anything from now on: they may be in the middle of it. @returns ends the watch, and tells. */
function watchHands(): { stop(): boolean } {
  const watch = new AbortController()
  let wentOn = false
  const note = (): void => void (wentOn = true)
  for (const kind of ['click', 'keydown', 'drop'])
    document.addEventListener(kind, note, { capture: true, signal: watch.signal })
  return {
    stop: () => {
      watch.abort()
      return wentOn
    }
  }
}

/** Resolves when a worker has reached a state, or can no longer. */
function settled(worker: ServiceWorker, wanted: 'installed' | 'activated' = 'installed'): Promise<void> {
  const order: readonly ServiceWorkerState[] = [
    'parsed',
    'installing',
    'installed',
    'activating',
    'activated',
    'redundant'
  ]
  const isThere = (): boolean => order.indexOf(worker.state) >= order.indexOf(wanted)
  return new Promise((resolve) => {
    if (isThere()) resolve()
    else worker.addEventListener('statechange', () => isThere() && resolve())
  })
}
