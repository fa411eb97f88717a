// One version's files, stored whole or not at all, each with the bytes that it was built with. Knows nothing of what asks for them.
import { storeNames, type Build, type BuildFile, type StoreNames } from './build'
import type { CopyReport } from './messages'
import { isPageAddress } from './route-request'

/** Of a body that was unpacked, or that is looked up by its address alone. */
const STALE_HEADERS = ['content-encoding', 'content-length', 'transfer-encoding', 'vary']

export class BuildCache {
  readonly #self: ServiceWorkerGlobalScope
  readonly #build: Build
  readonly #scope: string
  readonly #names: StoreNames

  constructor(self: ServiceWorkerGlobalScope, build: Build) {
    this.#self = self
    this.#build = build
    this.#scope = self.registration.scope
    this.#names = storeNames(this.#scope)
  }

  /** Rejects, and stores nothing, when one file does not come or is not the one that was built. */
  async store(): Promise<void> {
    const answers = await Promise.all(this.#build.files.map((file) => this.#obtain(file)))
    const cache = await this.#own()
    await Promise.all(answers.map(([file, answer]) => cache.put(this.#addressOf(file.path), answer)))
  }

  /** A file of this version; undefined when the browser has dropped it. */
  async find(path: string): Promise<Response | undefined> {
    return (await this.#own()).match(this.#addressOf(path))
  }

  /** Whatever version it is of. */
  async findInAny(url: string): Promise<Response | undefined> {
    for (const name of await this.#storedNames()) {
      const answer = await (await caches.open(name)).match(url)
      if (answer !== undefined) return answer
    }
    return undefined
  }

  async hasFormer(): Promise<boolean> {
    return (await this.#storedNames()).some((name) => name !== this.#names.build(this.#build.version))
  }

  /** What is there; when something is missing, after a try to get it again. What cannot be looked at is missing. */
  async report(): Promise<CopyReport> {
    const count = (): Promise<number> => this.#countMissing().catch(() => this.#build.files.length)
    let missingCount = await count()
    if (missingCount > 0) {
      await this.store().catch(() => undefined)
      missingCount = await count()
    }
    const { files, version } = this.#build
    return {
      version,
      missingCount,
      sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0)
    }
  }

  /** Removes the versions that no page uses. While another worker is on its way, or a page has not yet said what it uses, none. */
  async removeFormer(): Promise<void> {
    const { registration, clients } = this.#self
    const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true })
    const held = (await navigator.locks.query()).held ?? []
    const used = held.map(({ name }) => this.#names.versionOfPageLock(name)).filter((version) => version !== undefined)
    if (pages.filter(({ url }) => isPageAddress(url, this.#scope)).length > used.length) return
    const kept = [this.#build.version, ...used].map((version) => this.#names.build(version))
    const names = await this.#storedNames()
    if (registration.installing !== null || registration.waiting !== null) return
    await Promise.all(names.filter((name) => !kept.includes(name)).map((name) => caches.delete(name)))
  }

  async #storedNames(): Promise<string[]> {
    return (await caches.keys()).filter((name) => name.startsWith(this.#names.buildPrefix))
  }

  async #countMissing(): Promise<number> {
    const stored = new Set((await (await this.#own()).keys()).map(({ url }) => url))
    return this.#build.files.filter(({ path }) => !stored.has(this.#addressOf(path))).length
  }

  #own(): Promise<Cache> {
    return caches.open(this.#names.build(this.#build.version))
  }

  #addressOf(path: string): string {
    return new URL(path, this.#scope).href
  }

  /** From a version that is stored already where it has the same file, else from the page's server. */
  async #obtain(file: BuildFile): Promise<[BuildFile, Response]> {
    const stored = await this.findInAny(this.#addressOf(file.path))
    const kept = stored === undefined ? undefined : await verified(stored, file)
    if (kept !== undefined) return [file, kept]
    // The page is asked for by its folder: some hosts redirect from index.html to there.
    const paths = file.path === 'index.html' ? ['', file.path] : [file.path]
    for (const path of paths)
      for (const cache of ['no-cache', 'reload'] as const) {
        const answer = await fetch(this.#addressOf(path), { cache, redirect: 'error' }).catch(() => undefined)
        const good = answer?.ok ? await verified(answer, file) : undefined
        if (good !== undefined) return [file, good]
      }
    throw new Error(`${file.path} did not come as it was built`)
  }
}

/** A login page or a half-replaced deployment may stand where the file should. */
async function verified(answer: Response, { sha256 }: BuildFile): Promise<Response | undefined> {
  const bytes = await answer.arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  if (btoa(String.fromCharCode(...digest)) !== sha256) return undefined
  const headers = new Headers(answer.headers)
  for (const name of STALE_HEADERS) headers.delete(name)
  return new Response(bytes, { headers })
}
