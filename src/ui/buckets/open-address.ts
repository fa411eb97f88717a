// Where an address leads that was typed or pasted: into a bucket, to a place of this page, or to another gateway.
import { readBucketAddress, type AddressFault, type BucketPlace } from '../../domain/bucket-address'
import { isFolderPrefix } from '../../domain/folder-prefix'
import type { Route } from '../../domain/route'
import { onlyEndpointsOf } from '../../domain/site'
import type { App } from '../../state/app-context'

type Deps = Pick<App, 'buckets' | 'places' | 'router' | 'session' | 'site'>

export type AddressTarget =
  | { readonly kind: 'route'; readonly route: Route }
  | { readonly kind: 'place'; readonly place: BucketPlace }
  | { readonly kind: 'elsewhere'; readonly endpoint: string; readonly place: BucketPlace | undefined }
  | { readonly kind: 'refused'; readonly problem: AddressFault | 'not-listed' }

/** Undefined: nothing was typed, or no profile is in use. */
export function findTarget({ router, session, site }: Deps, text: string): AddressTarget | undefined {
  const own = router.routeOf(text.trim())
  if (own !== undefined) return { kind: 'route', route: own }
  const here = session.active?.endpoint
  if (here === undefined) return undefined
  const address = readBucketAddress(text, here)
  if (address.kind === 'empty') return undefined
  if (address.kind === 'refused') return { kind: 'refused', problem: address.fault }
  if (address.kind === 'elsewhere' && onlyEndpointsOf(site.site)?.includes(address.endpoint) === false)
    return { kind: 'refused', problem: 'not-listed' }
  return address.kind === 'place' ? { kind: 'place', place: address } : address
}

/** Goes there. What no list names stays in the sidebar; another gateway is connected to by the user. */
export function goToTarget({ buckets, places, router, session }: Deps, target: AddressTarget): void {
  if (target.kind === 'route') router.go(target.route)
  else if (target.kind === 'place') {
    const { place } = target
    if (!buckets.all.some(({ name }) => name === place.bucket)) places.addBucket(place.bucket)
    router.go(toRoute(place))
  } else if (target.kind === 'elsewhere') {
    const { endpoint, place } = target
    session.askFor({ endpoint, place: place && toRoute(place) })
    router.go({ place: 'connect' })
  }
}

function toRoute({ bucket, name }: BucketPlace): Route {
  return isFolderPrefix(name) ? { place: 'objects', bucket, prefix: name } : { place: 'name', bucket, name }
}
