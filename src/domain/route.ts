// Hash routes: parse and format, round-trip safe for every S3 key. Knows no component and no window.
import { isFolderPrefix, parentPrefix, toFolderPrefix, type FolderPrefix } from './folder-prefix'
import { formatProfileLink, parseProfileLink, type ProfileLink } from './profile-link'

export type Route =
  | {
      readonly place: 'connect'
      /** Edits this profile; undefined: a new one. */
      readonly profileId?: string
      /** What a new one starts with, as someone else may have written it. */
      readonly link?: ProfileLink | 'unreadable'
    }
  | { readonly place: 'buckets' }
  | {
      readonly place: 'objects'
      readonly bucket: string
      readonly prefix: FolderPrefix
      /** The whole key of the object in the inspector; it is below the prefix. */
      readonly object?: string
    }
  /** A name without a slash at its end: what it names is not known before the gateway is asked. */
  | { readonly place: 'name'; readonly bucket: string; readonly name: string }
  /** Names are searched for in a bucket. */
  | {
      readonly place: 'search'
      readonly bucket: string
      /** Where the search was started from. */
      readonly prefix: FolderPrefix
      /** Only what is below the prefix, else the whole bucket. */
      readonly isBelow: boolean
      /** `''`: nothing was asked for yet. */
      readonly text: string
    }
  /** What is set for a bucket as a whole: access, policy, unfinished uploads, its end. */
  | { readonly place: 'bucket'; readonly bucket: string }
  | { readonly place: 'keys'; readonly keyId?: string }
  | { readonly place: 'transfers' }
  | { readonly place: 'settings' }
  /** The check of the connection of the profile in use. */
  | { readonly place: 'check' }

/** Percent-encodes a key for a hash, `/` kept; dot segments are encoded so that no tool that handles the address folds them. */
function encodeKey(key: string): string {
  return key
    .split('/')
    .map((segment) => (segment === '.' || segment === '..' ? segment.replaceAll('.', '%2E') : encodeSegment(segment)))
    .join('/')
}

function encodeSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
  )
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The hash, with its `#`, of a route. */
export function formatRoute(route: Route): string {
  switch (route.place) {
    case 'connect':
      if (route.link !== undefined && route.link !== 'unreadable') return `#/connect?${formatProfileLink(route.link)}`
      return route.profileId === undefined ? '#/connect' : `#/connect/${encodeSegment(route.profileId)}`
    case 'objects': {
      const place = `#/b/${encodeSegment(route.bucket)}/${encodeKey(route.prefix)}`
      return route.object === undefined ? place : `${place}?object=${encodeKey(route.object)}`
    }
    case 'name':
      return `#/b/${encodeSegment(route.bucket)}/${encodeKey(route.name)}`
    case 'search': {
      const { bucket, prefix, isBelow, text } = route
      const place = `#/search/${encodeSegment(bucket)}/${encodeKey(prefix)}`
      return isBelow || text !== '' ? `${place}?${isBelow ? 'below' : 'for'}=${encodeKey(text)}` : place
    }
    case 'bucket':
      return `#/bucket/${encodeSegment(route.bucket)}`
    case 'keys':
      return route.keyId === undefined ? '#/keys' : `#/keys/${encodeSegment(route.keyId)}`
    default:
      return `#/${route.place}`
  }
}

/** @returns the route that a hash (with or without `#`) names; undefined for one that names none. */
export function parseRoute(hash: string): Route | undefined {
  const text = hash.replace(/^#/, '')
  const objects = /^\/b\/([^/?]+)\/?([^?]*)(?:\?object=(.*))?$/s.exec(text)
  if (objects !== null) {
    const [bucket, prefix, object] = [objects[1] ?? '', objects[2] ?? '', objects[3]].map((part) =>
      part === undefined ? undefined : decode(part)
    )
    if (bucket === undefined || prefix === undefined) return undefined
    if (object !== undefined && object !== '')
      return { place: 'objects', bucket, prefix: folderShowing(object, prefix), object }
    return isFolderPrefix(prefix) ? { place: 'objects', bucket, prefix } : { place: 'name', bucket, name: prefix }
  }
  const search = /^\/search\/([^/?]+)\/?([^?]*)(?:\?(for|below)=(.*))?$/s.exec(text)
  if (search !== null) {
    const [bucket, prefix, wanted] = [search[1] ?? '', search[2] ?? '', search[4] ?? ''].map(decode)
    if (bucket === undefined || prefix === undefined || wanted === undefined) return undefined
    return { place: 'search', bucket, prefix: toFolderPrefix(prefix), isBelow: search[3] === 'below', text: wanted }
  }
  const query = /^\/connect\?(.*)$/s.exec(text)?.[1]
  if (query !== undefined) return { place: 'connect', link: parseProfileLink(query) ?? 'unreadable' }
  const other = /^\/(connect|buckets|bucket|keys|transfers|settings|check)(?:\/([^/?]+))?$/.exec(text)
  if (other === null) return undefined
  const id = other[2] === undefined ? undefined : decode(other[2])
  switch (other[1]) {
    case 'connect':
      return id === undefined ? { place: 'connect' } : { place: 'connect', profileId: id }
    case 'bucket':
      return id === undefined ? undefined : { place: 'bucket', bucket: id }
    case 'keys':
      return id === undefined ? { place: 'keys' } : { place: 'keys', keyId: id }
    default:
      return id === undefined ? { place: other[1] as 'buckets' | 'transfers' | 'settings' | 'check' } : undefined
  }
}

/** The folder that the address names, if the object is below it; else the object's own: names are shown from the folder on. */
function folderShowing(object: string, name: string): FolderPrefix {
  const folder = toFolderPrefix(name)
  return object.startsWith(folder) && object !== folder ? folder : parentPrefix(object)
}
