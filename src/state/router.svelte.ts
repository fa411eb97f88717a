// Where the person is: the address as a route. The only room that touches location.hash.
import { formatRoute, parseRoute, type Route } from '../routing/route'

export class Router {
  #route = $state.raw<Route | undefined>(parseRoute(location.hash))

  constructor() {
    window.addEventListener('hashchange', () => (this.#route = parseRoute(location.hash)))
  }

  /** Undefined: the address names no place (the first visit). */
  get route(): Route | undefined {
    return this.#route
  }

  go(route: Route): void {
    // At once: until the event comes, the place of before would be asked of whatever was switched to meanwhile.
    this.#route = route
    location.hash = formatRoute(route)
  }

  /** Changes the address without a new entry in the history: for what is opened within a place. */
  replace(route: Route): void {
    history.replaceState(null, '', formatRoute(route))
    this.#route = route
  }
}
