// The page's own worker: opens the whole page without a network, and never takes over before the person says so. Streamed downloads
// would have their place here too, with a route of their own in route-request.ts.
import { storeNames, type Build } from './build'
import { BuildCache } from './build-cache'
import type { PageMessage } from './messages'
import { PASSED_UNSEEN, routeRequest } from './route-request'
import { SiteCache } from './site-cache'

/** The build writes `lockgateBuild` before this code. */
declare const self: ServiceWorkerGlobalScope & { readonly lockgateBuild: Build }

const { scope } = self.registration
const build = new BuildCache(self, self.lockgateBuild)
const site = new SiteCache(scope, storeNames(scope).site)
const paths = new Set(self.lockgateBuild.files.map(({ path }) => path))

/** Where the browser has it (Chromium does). */
interface StaticRouting {
  addRoutes(rule: { readonly condition: object; readonly source: 'network' }): Promise<void>
}

self.addEventListener('install', (event: ExtendableEvent & Partial<StaticRouting>) => {
  const routed = event.addRoutes?.({ condition: PASSED_UNSEEN, source: 'network' }).catch(() => undefined)
  // The settings first: they are waited for two seconds only, and would stand behind every file.
  const settings = site.refresh().catch(() => undefined)
  event.waitUntil(Promise.all([routed, settings.then(() => build.store())]))
})

self.addEventListener('activate', (event) => event.waitUntil(begin()))

/** Only the first version ever takes the pages that are open: they have no other worker to leave. */
async function begin(): Promise<void> {
  if (await build.hasFormer()) await build.removeFormer()
  else await self.clients.claim()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const route = routeRequest(request, scope, paths)
  switch (route.kind) {
    case 'pass':
      return
    case 'page':
      return event.respondWith(orNetwork(build.find('index.html'), request))
    case 'file':
      return event.respondWith(orNetwork(build.find(route.path), request))
    case 'former-file':
      return event.respondWith(orNetwork(build.findInAny(request.url), request))
    case 'site':
      return event.respondWith(site.answer(request))
    case 'picture':
      return event.respondWith(site.picture(request))
    default:
      return route satisfies never
  }
})

async function orNetwork(finding: Promise<Response | undefined>, request: Request): Promise<Response> {
  return (await finding.catch(() => undefined)) ?? fetch(request)
}

self.addEventListener('message', (event) => {
  const message = event.data as PageMessage
  if (message.kind === 'take-over') event.waitUntil(self.skipWaiting())
  else event.waitUntil(tidy(event.ports[0]))
})

async function tidy(port: MessagePort | undefined): Promise<void> {
  port?.postMessage(await build.report())
  await build.removeFormer()
}
