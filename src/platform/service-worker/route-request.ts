// Decides which requests the worker answers. Everything that is not a plain read of the page's own files passes as if there were
// no worker: the gateway's requests above all, also where the gateway shares the page's origin.

/** What of a Request matters. */
export interface RequestShape {
  readonly method: string
  readonly url: string
  readonly mode: string
  readonly destination: string
}

/** The stored file that answers: of this version, or of whichever has it. */
export interface FileRoute {
  readonly path: string
  readonly from: 'this-version' | 'any'
}

const BUILT_FILE = /^assets\/[^/]+-[\w-]{8}\.\w+$/

/**
 * What passes without an event, as a condition of static routing; the pattern is beside the worker's script. A gateway's requests
 * would start the worker again while a new version takes over, and Chromium lets that one in only when the former has been idle
 * for 30 s then: for ever, in a tab that goes on working.
 */
export const PASSED_UNSEEN = { or: [{ not: { requestMethod: 'GET' } }, { not: { urlPattern: '*' } }] } as const

/**
 * @param scope the address of the page's folder, ending with a slash.
 * @param paths this version's files.
 * @returns undefined: the request passes.
 */
export function routeRequest(request: RequestShape, scope: string, paths: ReadonlySet<string>): FileRoute | undefined {
  const { method, url, mode, destination } = request
  const path = pathBelow(url, scope)
  if (method !== 'GET' || path === undefined) return undefined
  if (isPage(path) && mode === 'navigate') return { path: 'index.html', from: 'this-version' }
  if (new URL(url).search !== '') return undefined
  if (paths.has(path)) return { path, from: 'this-version' }
  // What scripts fetch has no destination: an object of the same name at a gateway on this very origin is never meant here.
  if (destination === '' || mode === 'navigate') return undefined
  // A tab that was opened with another version goes on with its files; a picture may be the one that the site's settings name.
  return BUILT_FILE.test(path) || destination === 'image' ? { path, from: 'any' } : undefined
}

/** True for the page's own address, whatever its hash; other pages may lie below the same folder. */
export function isPageAddress(url: string, scope: string): boolean {
  const path = pathBelow(url, scope)
  return path !== undefined && isPage(path)
}

const isPage = (path: string): boolean => path === '' || path === 'index.html'

function pathBelow(url: string, scope: string): string | undefined {
  const { origin, pathname } = new URL(url)
  const base = new URL(scope)
  if (origin !== base.origin || !pathname.startsWith(base.pathname)) return undefined
  return pathname.slice(base.pathname.length)
}
