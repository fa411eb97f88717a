// The page's side of the service worker: registers it, says what it has stored, and lets a new one in when it is asked to. Reloads
// nothing else than this tab, and this one only in `loadNewVersion`.
import type { OfflineCopy, OfflineCopyState, TakeOver, VersionAnswer } from '../../domain/offline-copy'
import { createScriptPolicy } from '../workers/script-policy'
import { storeNames, type StoreNames } from './build'
import type { CopyReport, PageMessage } from './messages'

/**
 * A worker that does not take over by then is said to have failed. Chromium has the former one idle for 30 s first, where a request
 * started it again at the wrong moment.
 */
const TIMEOUT_MS = 45_000

export class ServiceWorkerCopy implements OfflineCopy {
  readonly version: string
  readonly #names: StoreNames
  readonly #script: string
  #state = $state.raw<OfflineCopyState>({
    keeping: 'beginning',
    sizeBytes: undefined,
    hasNewVersion: false,
    isFormer: false
  })
  #registration: ServiceWorkerRegistration | undefined

  /** @param version from the page itself; without one nothing is registered. */
  constructor(version: string) {
    this.version = version
    this.#names = storeNames(new URL('./', document.baseURI).href)
    // Beside the page, or it could not answer for it.
    const policy = createScriptPolicy(
      'lockgate-service-worker',
      () => new URL('service-worker.js', document.baseURI).href
    )
    this.#script = policy.createScriptURL('')
  }

  get state(): OfflineCopyState {
    return this.#state
  }

  /** Call it when the first view is there: all files are fetched then. Never rejects. */
  async start(): Promise<void> {
    const { serviceWorker } = navigator as Partial<Navigator>
    if (this.version === '' || serviceWorker === undefined) return this.#change({ keeping: 'not-offered' })
    await holdShared(this.#names.version(this.version)).catch(() => undefined)
    await this.check()
  }

  async check(): Promise<VersionAnswer> {
    if (this.#state.keeping === 'not-offered') return 'no-answer'
    let coming: ServiceWorker | null
    try {
      // Registering again tries what could not be stored at the first try, and changes nothing else.
      const registration = await navigator.serviceWorker.register(this.#script, { updateViaCache: 'none' })
      const isFirst = registration.active === null
      this.#follow(registration)
      if (!isFirst) await registration.update()
      coming = registration.installing
      if (coming !== null) await until(coming, ({ state }) => state !== 'parsed' && state !== 'installing')
    } catch {
      this.#look()
      return this.#state.hasNewVersion ? 'ready' : 'no-answer'
    }
    this.#look()
    if (this.#state.hasNewVersion || this.#state.isFormer) return 'ready'
    return coming?.state === 'redundant' ? 'failed' : 'current'
  }

  holdBack(): () => void {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    // Over plain http there are no locks, and no new version either.
    void holdShared(this.#names.changeLock, released).catch(() => undefined)
    return release
  }

  async loadNewVersion(mustStay: () => boolean): Promise<TakeOver> {
    const waiting = this.#registration?.waiting
    if (!waiting) {
      location.reload() // another tab has let it in already
      return 'loading'
    }
    return navigator.locks.request(this.#names.changeLock, { ifAvailable: true }, async (lock) => {
      if (lock === null) return 'held-back'
      // Whether the user does anything from now on: they may be in the middle of it.
      const hands = new AbortController()
      for (const kind of ['click', 'keydown', 'drop'])
        document.addEventListener(kind, () => hands.abort(), { capture: true, signal: hands.signal })
      waiting.postMessage({ kind: 'take-over' } satisfies PageMessage)
      const isOver = until(waiting, ({ state }) => state === 'activated' || state === 'redundant')
      await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS))])
      const wentOn = hands.signal.aborted
      hands.abort()
      if (waiting.state !== 'activated' && waiting.state !== 'activating') return 'failed'
      if (wentOn || mustStay()) return 'put-off'
      location.reload()
      return 'loading'
    })
  }

  #follow(registration: ServiceWorkerRegistration): void {
    if (registration === this.#registration) return
    this.#registration = registration
    const follow = (worker: ServiceWorker | null): void =>
      worker?.addEventListener('statechange', () => {
        this.#look()
        if (worker.state === 'activated') void this.#tidy(worker)
      })
    follow(registration.installing)
    follow(registration.waiting)
    registration.addEventListener('updatefound', () => follow(registration.installing))
    this.#look()
    if (registration.active) void this.#tidy(registration.active)
  }

  #look(): void {
    const { installing, waiting, active } = this.#registration ?? {}
    if (!active && !waiting && !installing) this.#change({ keeping: 'failed' })
    const { hasNewVersion, isFormer } = this.#state
    const hasTakenOver = hasNewVersion && Boolean(active) && !waiting
    this.#change({ hasNewVersion: Boolean(active && waiting), isFormer: isFormer || hasTakenOver })
  }

  /** Has the worker count what is stored, and drop what no page uses. */
  async #tidy(worker: ServiceWorker): Promise<void> {
    const { port1, port2 } = new MessageChannel()
    const report = await new Promise<CopyReport | undefined>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data as CopyReport)
      setTimeout(resolve, TIMEOUT_MS) // a worker that died tells nothing
      worker.postMessage({ kind: 'tidy' } satisfies PageMessage, [port2])
    })
    port1.close()
    if (report === undefined)
      return this.#state.keeping === 'beginning' ? this.#change({ keeping: 'failed' }) : undefined
    const { missingCount, sizeBytes, version } = report
    this.#change({ keeping: missingCount === 0 ? 'kept' : 'incomplete', sizeBytes })
    // One that took over before this page listened says so by its version; a page that was opened past the worker may be ahead of it.
    if (navigator.serviceWorker.controller === worker) this.#change({ isFormer: version !== this.version })
  }

  #change(part: Partial<OfflineCopyState>): void {
    this.#state = { ...this.#state, ...part }
  }
}

/** Resolves when the lock is held; in shared mode, until it is released or the page is gone. */
function holdShared(name: string, released = new Promise<void>(() => undefined)): Promise<void> {
  return new Promise((resolve, reject) => {
    const hold = (): Promise<void> => (resolve(), released)
    navigator.locks.request(name, { mode: 'shared' }, hold).catch(reject)
  })
}

/** Resolves when a worker is as it is waited for. */
function until(worker: ServiceWorker, isSo: (worker: ServiceWorker) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => void (isSo(worker) && resolve())
    worker.addEventListener('statechange', look)
    look()
  })
}
