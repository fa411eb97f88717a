// The page's own worker: stores one version's files, each with the bytes that it was built with, opens the page from them without a
// network, hands the media of previews from the page to its elements, and never takes over before the user says so.
import { storeNames, type Build, type BuildFile } from './build'
import type { CopyReport, PageMessage } from './messages'
import { answerMedia, mediaIdOf } from './media'
import { isPageAddress, PASSED_UNSEEN, routeRequest, type FileRoute } from './route-request'

/** The build writes `lockgateBuild` before this code. */
declare const self: ServiceWorkerGlobalScope & { readonly lockgateBuild: Build }

/** Where the browser has it (Chromium does). */
interface StaticRouting {
  addRoutes(rule: { readonly condition: object; readonly source: 'network' }): Promise<void>
}

const { clients, registration } = self
const { files, version } = self.lockgateBuild
const { scope } = registration
const names = storeNames(scope)
const ownName = names.version(version)
const paths = new Set(files.map(({ path }) => path))

self.addEventListener('install', (event: ExtendableEvent & Partial<StaticRouting>) => {
  const routed = event.addRoutes?.({ condition: PASSED_UNSEEN, source: 'network' }).catch(() => undefined)
  event.waitUntil(Promise.all([routed, store(files)]))
})

// Claimed are pages without a worker: that of the first visit, and one that was reloaded past the former version's.
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([clients.claim(), removeFormer()])))

self.addEventListener('fetch', (event) => {
  const { request, clientId } = event
  const mediaId = request.method === 'GET' ? mediaIdOf(request.url.slice(scope.length)) : undefined
  if (mediaId !== undefined && request.url.startsWith(scope))
    return event.respondWith(clients.get(clientId).then((page) => answerMedia(mediaId, request, page)))
  const route = routeRequest(request, scope, paths)
  if (route !== undefined) event.respondWith(find(route).then((stored) => stored ?? fetch(request)))
})

self.addEventListener('message', (event) => {
  const { kind } = event.data as PageMessage
  event.waitUntil(kind === 'take-over' ? self.skipWaiting() : tidy(event.ports[0]))
})

async function tidy(port: MessagePort | undefined): Promise<void> {
  port?.postMessage(await report())
  await removeFormer()
}

/** Undefined when the browser has dropped it. */
async function find({ path, from }: FileRoute): Promise<Response | undefined> {
  try {
    const stored = from === 'any' ? caches : await caches.open(ownName)
    return await stored.match(addressOf(path), { ignoreVary: true })
  } catch {
    return undefined
  }
}

/** Rejects, and stores nothing, when one file does not come or is not the one that was built. */
async function store(wanted: readonly BuildFile[]): Promise<void> {
  const answers = await Promise.all(wanted.map(obtain))
  const cache = await caches.open(ownName)
  await Promise.all(wanted.map(({ path }, index) => cache.put(addressOf(path), answers[index] as Response)))
}

/** A login page or a half-replaced deployment may be where the file should be: the browser compares its digest. */
async function obtain({ path, sha256 }: BuildFile): Promise<Response> {
  // The page is asked for by its folder: some hosts redirect from index.html to there.
  for (const address of path === 'index.html' ? ['', path] : [path])
    for (const cache of ['default', 'reload'] as const) {
      const init = { cache, integrity: `sha256-${sha256}`, redirect: 'error' } as const
      const answer = await fetch(addressOf(address), init).catch(() => undefined)
      if (answer?.ok) return answer
    }
  throw new Error(`${path} did not come as it was built`)
}

/** What is there; when the browser has dropped something, after a try to get it again. */
async function report(): Promise<CopyReport> {
  await findMissing()
    .then(store)
    .catch(() => undefined)
  const missing = await findMissing().catch(() => files) // what cannot be looked at is missing
  return { version, missingCount: missing.length, sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

async function findMissing(): Promise<readonly BuildFile[]> {
  const cache = await caches.open(ownName)
  const stored = new Set((await cache.keys()).map(({ url }) => url))
  return files.filter(({ path }) => !stored.has(addressOf(path)))
}

/** Removes the versions that no page uses. While another worker is on its way, or a page has not yet said what it uses, none. */
async function removeFormer(): Promise<void> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const { held = [] } = await navigator.locks.query()
  const used = held.flatMap(({ name }) => (name?.startsWith(names.prefix) ? [name] : []))
  if (pages.filter(({ url }) => isPageAddress(url, scope)).length > used.length) return
  const stored = await caches.keys()
  if (registration.installing !== null || registration.waiting !== null) return
  const former = stored.filter((name) => name.startsWith(names.prefix) && name !== ownName && !used.includes(name))
  await Promise.all(former.map((name) => caches.delete(name)))
}

function addressOf(path: string): string {
  return new URL(path, scope).href
}
