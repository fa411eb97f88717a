// The institution's own settings, from site.json beside the page. A broken file is reported; a missing one is fine.
import type { SiteSettings } from '../../domain/ports'
import { parseSite, type Site, type SiteFileProblem } from '../../domain/site'

/** The first view waits for it. */
const SITE_TIMEOUT_MS = 3000

export class SiteFile implements SiteSettings {
  #site = $state.raw<Site>({})
  #problem = $state.raw<SiteFileProblem | undefined>()

  get site(): Site {
    return this.#site
  }
  get problem(): SiteFileProblem | undefined {
    return this.#problem
  }

  /** @param url where site.json is; only ever beside the page. */
  async load(url: string): Promise<void> {
    let text: string
    try {
      const answer = await fetch(url, {
        cache: 'no-cache',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(SITE_TIMEOUT_MS)
      })
      if (answer.status === 404) return
      if (!answer.ok) {
        this.#problem = { code: 'not-read', status: answer.status }
        return
      }
      text = await answer.text()
    } catch {
      return // offline: the page works without it
    }
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch (error) {
      if (text.trimStart().startsWith('<')) return // a host that answers every path with its own page: there is no site.json
      this.#problem = { code: 'not-json', message: (error as Error).message }
      return
    }
    const reading = parseSite(json)
    if ('problem' in reading) this.#problem = { code: 'not-understood', ...reading.problem }
    else this.#site = reading.site
  }
}
