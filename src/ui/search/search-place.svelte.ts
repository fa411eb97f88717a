// The page of a search: which bucket and what for, as the address says, and the search itself, which outlives the page. Knows no component.
import { parentPrefix, type FolderPrefix } from '../../domain/folder-prefix'
import type { Gateway } from '../../domain/gateway'
import type { Route } from '../../domain/route'
import type { App } from '../../state/app-context'
import { isFolder, type ListingRow } from '../../state/listing-row'
import { NameSearch } from '../../state/name-search.svelte'

type Deps = Pick<App, 'router' | 'session' | 'lastSearch'>

export type SearchLocation = Omit<Extract<Route, { place: 'search' }>, 'place'> & { readonly gateway: Gateway }

export class SearchPlace {
  readonly #app: Deps
  readonly #stops: readonly (() => void)[]
  #at = $state.raw() as SearchLocation
  #search = $state.raw<NameSearch | undefined>()
  /** In the field. */
  typed = $state('')

  /** Follows the address and the gateway in use until {@link leave}. */
  constructor(app: Deps, at: SearchLocation) {
    this.#app = app
    this.#show(at)
    const follow = (): void => queueMicrotask(() => this.#follow())
    this.#stops = [app.router.onChange(follow), app.session.onChange(follow)]
  }

  get at(): SearchLocation {
    return this.#at
  }
  /** Undefined: nothing was asked for yet. */
  get search(): NameSearch | undefined {
    return this.#search
  }
  /** What is searched. */
  get prefix(): FolderPrefix {
    return this.#at.isBelow ? this.#at.prefix : ''
  }

  /** It goes on when the page is shown again. */
  leave(): void {
    for (const stop of this.#stops) stop()
    this.#search?.pause()
  }

  /** Searches for what was typed, from the start. */
  submit(): void {
    if (this.typed === '') return
    this.#forget()
    this.#go({ text: this.typed })
  }

  /** Only below the folder, or in the whole bucket. */
  setBelow(isBelow: boolean): void {
    this.#go({ isBelow })
  }

  open(row: ListingRow): void {
    if (this.#search !== undefined) this.#search.opened = row
    const { bucket } = this.#at
    const { router } = this.#app
    if (isFolder(row)) return router.go({ place: 'objects', bucket, prefix: row.prefix })
    router.go({ place: 'objects', bucket, prefix: parentPrefix(row.key), object: row.key })
  }

  /** To the folder that the search was started from. */
  close(): void {
    this.#app.router.go({ place: 'objects', bucket: this.#at.bucket, prefix: this.#at.prefix })
  }

  /** Back leads to where the first search was started, and not through all that were tried. */
  #go(change: Partial<Pick<SearchLocation, 'text' | 'isBelow'>>): void {
    const { bucket, prefix, isBelow, text } = { ...this.#at, ...change }
    this.#app.router.replace({ place: 'search', bucket, prefix, isBelow, text })
  }

  #follow(): void {
    const { route } = this.#app.router
    const { gateway } = this.#app.session
    if (route?.place === 'search' && gateway !== undefined) this.#show({ ...route, gateway })
  }

  #show(at: SearchLocation): void {
    if (at.text !== this.#at?.text) this.typed = at.text
    this.#at = at
    const { storage } = at.gateway
    const { bucket, text } = at
    const { prefix } = this
    const last = this.#app.lastSearch.current?.subject
    const isSame = last?.storage === storage && last.bucket === bucket && last.prefix === prefix && last.text === text
    if (!isSame) this.#forget()
    if (text === '') return
    this.#search = this.#app.lastSearch.current ??= new NameSearch({ storage, bucket, prefix, text })
    if (isSame) this.#search.resume()
    else void this.#search.run()
  }

  #forget(): void {
    this.#app.lastSearch.current?.stop()
    this.#app.lastSearch.current = undefined
    this.#search = undefined
  }
}
