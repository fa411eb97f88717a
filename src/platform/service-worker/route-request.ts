// Decides which requests the worker answers. Everything that is not a plain reading of the page's own files passes as if there were
// no worker: the gateway's requests above all, also where the gateway shares the page's origin.

/** What of a Request matters. */
export interface RequestShape {
  readonly method: string
  readonly url: string
  readonly mode: string
  readonly destination: string
}

export type RequestRoute =
  | { readonly kind: 'pass' }
  /** The page itself, whole. */
  | { readonly kind: 'page' }
  /** A file of this version. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file that another version may have had: a tab that was opened with it goes on. */
  | { readonly kind: 'former-file' }
  /** The institution's settings. */
  | { readonly kind: 'site' }
  /** A picture that the settings may name. */
  | { readonly kind: 'picture' }

const PASS = { kind: 'pass' } as const
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
 */
export function routeRequest(request: RequestShape, scope: string, paths: ReadonlySet<string>): RequestRoute {
  if (request.method !== 'GET') return PASS
  const path = pathBelow(request.url, scope)
  if (path === undefined) return PASS
  if (isPage(path) && request.mode === 'navigate') return { kind: 'page' }
  if (new URL(request.url).search !== '') return PASS
  if (path === 'site.json') return { kind: 'site' }
  if (paths.has(path)) return { kind: 'file', path }
  // What scripts fetch has no destination: an object of the same name at a gateway on this very origin is never meant here.
  if (request.destination === '' || request.mode === 'navigate') return PASS
  if (BUILT_FILE.test(path)) return { kind: 'former-file' }
  return request.destination === 'image' ? { kind: 'picture' } : PASS
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
