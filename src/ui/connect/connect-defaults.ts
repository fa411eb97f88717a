// Which gateway a new profile starts with: the one of a link or an address that the user opened, else the site's first.
import type { ProfileLink } from '../../domain/profile-link'
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
