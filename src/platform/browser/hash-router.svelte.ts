// Where the user is: the address as a route. The only room that touches location.hash.
import type { Router } from '../../domain/ports'
import { formatRoute, parseRoute, type Route } from '../../domain/route'

export class HashRouter implements Router {
  #route = $state.raw<Route | undefined>(parseRoute(location.hash))
  readonly #tryLeave: () => boolean
  readonly #listeners = new Set<() => void>()

  /** @param tryLeave asks those who would be cut off; false keeps the user here, whatever Back, Forward or a link says. */
  constructor(tryLeave: () => boolean) {
    this.#tryLeave = tryLeave
    this.#showAsAddress(this.#route)
    window.addEventListener('hashchange', () => this.#follow())
  }

  get route(): Route | undefined {
    return this.#route
  }

  routeOf(address: string): Route | undefined {
    const url = URL.canParse(address) ? new URL(address) : undefined
    const isOwn = url?.origin === location.origin && url.pathname === location.pathname
    return isOwn ? parseRoute(url.hash) : undefined
  }

  addressOf(route: Route): string {
    return new URL(location.pathname + formatRoute(route), location.origin).href
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  go(route: Route): void {
    // At once: until the event comes, the previous place would be requested from a profile that was switched to in the meantime.
    this.#show(route)
    location.hash = formatRoute(route)
  }

  replace(route: Route): void {
    history.replaceState(null, '', formatRoute(route))
    this.#show(route)
  }

  #show(route: Route | undefined): void {
    this.#route = route
    for (const listener of this.#listeners) listener()
  }

  /** An address that was put right is put right where it is seen and copied from. */
  #showAsAddress(route: Route | undefined): void {
    if (route?.place === 'objects' && formatRoute(route) !== location.hash) this.replace(route)
  }

  #follow(): void {
    const route = parseRoute(location.hash)
    const held = this.#route
    const back = held && formatRoute(held)
    if (back === undefined || back === location.hash || this.#tryLeave()) {
      this.#show(route)
      this.#showAsAddress(route)
    } else history.pushState(null, '', back) // that event cannot be called off
  }
}
