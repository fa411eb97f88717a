// The institution's own settings, from site.json beside the page. A broken file is reported; a missing one is fine.
import type { SiteSettings } from '../../domain/ports'
import type { Site, SiteFileProblem } from '../../domain/site'
import type { SiteCopy } from './site-copy'
import { parseSite } from './site-schema'

/** The first view waits for it. */
const SITE_TIMEOUT_MS = 3000
const TIMEOUT_WITH_COPY_MS = 2000

export class SiteFile implements SiteSettings {
  readonly #copy: Pick<SiteCopy, 'read' | 'replace'>
  #site = $state.raw<Site>({})
  #problem = $state.raw<SiteFileProblem | undefined>()

  /** @param copy stands in for the server. Settings with credentials are never given to it. */
  constructor(copy: Pick<SiteCopy, 'read' | 'replace'>) {
    this.#copy = copy
  }

  get site(): Site {
    return this.#site
  }
  get problem(): SiteFileProblem | undefined {
    return this.#problem
  }

  /** @param url where site.json is; only ever beside the page. */
  async load(url: string): Promise<void> {
    const copy = await this.#copy.read()
    try {
      const answer = await fetch(url, {
        cache: 'no-cache',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(copy === undefined ? SITE_TIMEOUT_MS : TIMEOUT_WITH_COPY_MS)
      })
      const text = await answer.text()
      // A server in trouble, or a network's login page: what was known is better.
      if (copy !== undefined && (answer.status >= 500 || (answer.ok && isPage(text)))) return this.#apply(copy)
      if (!answer.ok && answer.status !== 404) return void (this.#problem = { code: 'not-read', status: answer.status })
      if (answer.ok) this.#apply(text)
      const isToKeep = answer.ok && this.#problem === undefined && !isPage(text) && !this.#site.demoProfile
      await this.#copy.replace(isToKeep ? text : undefined, this.#site.logo)
    } catch {
      if (copy !== undefined) this.#apply(copy) // offline: the page works without it
    }
  }

  #apply(text: string): void {
    if (isPage(text)) return // a host that answers every path with its own page: there is no site.json
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch (error) {
      this.#problem = { code: 'not-json', message: (error as Error).message }
      return
    }
    const reading = parseSite(json)
    if ('problem' in reading) this.#problem = { code: 'not-understood', ...reading.problem }
    else this.#site = reading.site
  }
}

const isPage = (text: string): boolean => text.trimStart().startsWith('<')
