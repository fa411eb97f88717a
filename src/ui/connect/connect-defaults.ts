// Which gateway a new profile starts with, and where it leads: to what a link or an address says that the user opened.
import type { ProfileLink } from '../../domain/profile-link'
import type { Route } from '../../domain/route'
import { onlyEndpointsOf, type Site, type SiteEndpoint } from '../../domain/site'

export type ConnectDefaults = Pick<SiteEndpoint, 'url' | 'region' | 'pathStyle'>

/** @returns what a link may fill in; undefined where it can't be read, and for a gateway that the site doesn't allow */
export function readLink(link: ProfileLink | 'unreadable' | undefined, site: Site): ProfileLink | undefined {
  if (link === undefined || link === 'unreadable') return undefined
  return onlyEndpointsOf(site)?.includes(link.endpoint) === false ? undefined : link
}

/** @param asked the endpoint of an address that was pasted elsewhere */
export function defaultsFor(
  asked: string | undefined,
  link: ProfileLink | undefined,
  { endpoints }: Site
): ConnectDefaults | undefined {
  if (asked !== undefined) return endpoints?.find(({ url }) => url === asked) ?? { url: asked }
  if (link === undefined) return endpoints?.[0]
  return { url: link.endpoint, region: link.region, pathStyle: link.pathStyle }
}

/**
 * Where the user wanted to go.
 * @param asked the place of an address that was pasted elsewhere
 * @param route of the address that this page was opened with or has now
 * @returns undefined when they only wanted to connect
 */
export function placeAfter(asked: Route | undefined, route: Route | undefined): Route | undefined {
  return asked ?? (route?.place === 'connect' ? undefined : route)
}
