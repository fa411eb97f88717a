// The institution's settings: fresh from the server when it answers, else as they were. Settings with credentials are never stored.

/** The first view waits for the settings. */
const TIMEOUT_MS = 2000

export class SiteCache {
  readonly #scope: string
  readonly #name: string

  constructor(scope: string, cacheName: string) {
    this.#scope = scope
    this.#name = cacheName
  }

  /** Before the page asks: it is not controlled yet when it is opened for the first time. */
  async refresh(): Promise<void> {
    const url = new URL('site.json', this.#scope)
    await this.answer(new Request(url, { cache: 'no-cache', credentials: 'omit', redirect: 'error' }))
  }

  async answer(request: Request): Promise<Response> {
    const stored = await (await caches.open(this.#name)).match(request.url)
    if (stored !== undefined && !navigator.onLine) return stored
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) })
      const text = await answer.clone().text()
      // A server in trouble, or a network's login page: what was known is better.
      if (stored !== undefined && (answer.status >= 500 || text.trimStart().startsWith('<'))) return stored
      if (answer.ok || answer.status === 404) await this.#keep(answer.ok ? text : '', request.url)
      return answer
    } catch (error) {
      if (stored !== undefined) return stored
      throw error
    }
  }

  async picture(request: Request): Promise<Response> {
    return fetch(request).catch(async (error: unknown) => {
      const stored = await (await caches.open(this.#name)).match(request.url)
      if (stored !== undefined) return stored
      throw error
    })
  }

  /** Replaces what is stored. */
  async #keep(text: string, url: string): Promise<void> {
    await caches.delete(this.#name)
    const site = parse(text)
    if (site === undefined || 'demoProfile' in site) return
    const cache = await caches.open(this.#name)
    await cache.put(url, new Response(text, { headers: { 'content-type': 'application/json' } }))
    const logo = typeof site['logo'] === 'string' ? new URL(site['logo'], this.#scope).href : undefined
    if (logo?.startsWith(this.#scope)) await cache.add(logo).catch(() => undefined)
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
