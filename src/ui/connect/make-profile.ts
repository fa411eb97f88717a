// A profile from what was filled in or read from a file, with a name and a region where none was given.
import { newId } from '../../domain/new-id'
import { DEFAULT_REGION, type Profile } from '../../domain/profile'
import { parseRgwToken } from '../../domain/rgw-token'

/** @param edited the profile that it replaces */
export function makeProfile(given: Omit<Profile, 'id' | 'createdAtMs'>, edited?: Profile): Profile {
  const who = parseRgwToken(given.accessKey)?.userId ?? given.accessKey.slice(0, 8)
  const [name, region] = [given.name.trim(), given.region.trim()]
  return {
    ...given,
    id: edited?.id ?? newId(),
    name: name || [who, new URL(given.endpoint).hostname].filter((word) => word !== '').join(' · '),
    region: region === '' ? DEFAULT_REGION : region,
    createdAtMs: edited?.createdAtMs ?? Date.now()
  }
}
