// The institution's settings and its logo as they last came, for a start without a network. The service worker answers with the logo.
import { storeNames } from '../service-worker/build'

export class SiteCopy {
  readonly #folder: string
  readonly #name: string

  /** @param folder the address of the page's folder, ending with a slash. */
  constructor(folder: string) {
    this.#folder = folder
    this.#name = storeNames(folder).site
  }

  /** Undefined also where the browser stores nothing. */
  async read(): Promise<string | undefined> {
    try {
      const stored = await (await caches.open(this.#name)).match(this.#addressOf('site.json'))
      return await stored?.text()
    } catch {
      return undefined
    }
  }

  /** Resolves when the former copy is gone. @param text undefined: nothing is to be stored. */
  async replace(text: string | undefined, logo: string | undefined): Promise<void> {
    try {
      await caches.delete(this.#name)
      if (text !== undefined) void this.#store(text, logo).catch(() => undefined)
    } catch {
      // Pages over plain http, and some private windows, store nothing.
    }
  }

  async #store(text: string, logo: string | undefined): Promise<void> {
    const cache = await caches.open(this.#name)
    await cache.put(this.#addressOf('site.json'), new Response(text))
    if (logo !== undefined) await cache.add(this.#addressOf(logo))
  }

  #addressOf(path: string): string {
    return new URL(path, this.#folder).href
  }
}
