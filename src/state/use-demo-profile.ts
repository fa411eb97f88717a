// The profile that a demo's site.json names.
import { newId } from '../domain/new-id'
import type { SiteSettings } from '../domain/ports'
import { transportOf, type Profile } from '../domain/profile'
import type { Session } from './session.svelte'

/** The demo's own profile, offered by the server on this machine only: a deployed page takes none. */
export async function useDemoProfile(session: Session, site: SiteSettings, pageOrigin: string): Promise<void> {
  const demo = site.site.demoProfile
  if (demo === undefined || session.profiles.length > 0 || transportOf(pageOrigin) !== 'http-loopback') return
  const profile: Profile = {
    id: newId(),
    pathStyle: true,
    isRemembered: false,
    createdAtMs: Date.now(),
    ...demo,
    region: demo.region ?? 'us-east-1'
  }
  await session.save(profile)
  session.use(profile.id)
}
