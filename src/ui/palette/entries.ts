// What the palette offers: what can be done on the screen, and everywhere that one can go.
import { findTarget, goToTarget } from '../buckets/open-address'
import type { Bookmark } from '../../domain/bookmark'
import type { Route } from '../../domain/route'
import { currentLanguage, LANGUAGES, m, type Language } from '../../messages/messages'
import type { App } from '../../state/app-context'
import type { Command } from '../../state/commands'
import { chooseLanguage } from '../settings/choose-language'
import { rank } from './rank'

export interface Entry extends Command {
  readonly kind: 'act' | 'go' | 'bucket' | 'pinned' | 'recent' | 'profile' | 'search' | 'open'
}

/** More are not drawn: a list that long is not read, but narrowed. */
const MAX_ENTRIES = 60

/** The entries for what was typed, the best first. */
export function findEntries(app: App, typed: string): readonly Entry[] {
  const text = typed.trim()
  const address = addressEntries(app, text)
  const isAddress = /[/:]/.test(text)
  const listed = [...actEntries(app), ...placeEntries(app), ...(text === '' ? [] : searchEntries(app))]
  const ranked = rank(listed, text, app.commands.recent)
  const rest = text === '' ? [] : [...(isAddress ? [] : address), ...searchForEntries(app, typed)]
  return [...(isAddress ? address : []), ...ranked.slice(0, MAX_ENTRIES - rest.length), ...rest]
}

function actEntries({ commands }: App): readonly Entry[] {
  return commands
    .list()
    .filter(({ id }) => id !== 'palette')
    .map((command) => ({ ...command, kind: 'act' }))
}

function placeEntries(app: App): readonly Entry[] {
  const { buckets, places, router, session } = app
  const go = (id: string, label: string, route: Route): Entry => ({
    id,
    label,
    kind: 'go',
    run: () => router.go(route)
  })
  const folder =
    (kind: 'pinned' | 'recent') =>
    (at: Bookmark): Entry => ({
      id: `${kind}:${at.bucket}/${at.prefix}`,
      label: m.palette.open,
      about: `${at.bucket}/${at.prefix}`,
      kind,
      run: () => router.go({ place: 'objects', ...at })
    })
  const profiles = session.profiles
    .filter(({ id }) => id !== session.active?.id)
    .map(({ id, name }): Entry => ({
      id: `profile:${id}`,
      label: m.palette.useProfile,
      about: name,
      kind: 'profile',
      run: () => {
        session.use(id)
        router.go({ place: 'buckets' })
      }
    }))
  const languages = (Object.entries(LANGUAGES) as [Language, string][])
    .filter(([tag]) => tag !== currentLanguage())
    .map(([tag, name]): Entry => ({
      id: `language:${tag}`,
      label: `${m.settings.language}: ${name}`,
      kind: 'act',
      run: () => void chooseLanguage(app, tag)
    }))
  const isConnected = session.active !== undefined
  return [
    ...places.pinned.map(folder('pinned')),
    ...places.recent.map(folder('recent')),
    ...(isConnected ? [go('buckets', m.common.buckets, { place: 'buckets' })] : []),
    ...buckets.all.map(({ name }): Entry => ({
      id: `bucket:${name}`,
      label: m.palette.openBucket,
      about: name,
      kind: 'bucket',
      run: () => router.go({ place: 'objects', bucket: name, prefix: '' })
    })),
    go('keys', m.common.keys, { place: 'keys' }),
    go('transfers', m.common.transfers, { place: 'transfers' }),
    go('settings', m.common.settings, { place: 'settings' }),
    ...(isConnected ? [go('check', m.app.checkConnection, { place: 'check' })] : []),
    ...profiles,
    go('add-profile', m.settings.addProfile, { place: 'connect' }),
    ...languages
  ]
}

/** The bucket that is on the screen, else the one that was there last. */
function bucketAtHand({ buckets, places, router }: App): string | undefined {
  const { route } = router
  return route !== undefined && 'bucket' in route ? route.bucket : (places.recent[0]?.bucket ?? buckets.all[0]?.name)
}

function goSearch({ router }: App, bucket: string, text: string): void {
  const { route } = router
  const prefix =
    (route?.place === 'objects' || route?.place === 'search') && route.bucket === bucket ? route.prefix : ''
  router.go({ place: 'search', bucket, prefix, isBelow: false, text })
}

function searchEntries(app: App): readonly Entry[] {
  return app.buckets.all.map(({ name }) => ({
    id: `search:${name}`,
    label: m.palette.searchIn,
    about: name,
    kind: 'search',
    run: () => goSearch(app, name, '')
  }))
}

function searchForEntries(app: App, text: string): readonly Entry[] {
  const bucket = app.session.active === undefined ? undefined : bucketAtHand(app)
  if (bucket === undefined) return []
  return [
    {
      id: 'search-for',
      label: m.palette.searchFor(text),
      about: bucket,
      kind: 'search',
      run: () => goSearch(app, bucket, text)
    }
  ]
}

/** Of what was typed as an address, or as the name of a bucket that no list names. */
function addressEntries(app: App, text: string): readonly Entry[] {
  const target = text.length < 3 ? undefined : findTarget(app, text)
  if (target === undefined) return []
  const run = (): void => goToTarget(app, target)
  if (target.kind === 'refused') {
    if (!/^[a-z0-9+.-]+:/i.test(text)) return []
    const { problem } = target
    const whyNot = problem === 'not-listed' ? m.names.gatewayNotListed : m.names.address(problem)
    return [{ id: 'address', label: m.palette.open, about: text, kind: 'open', whyNot, run }]
  }
  if (target.kind === 'elsewhere')
    return [{ id: 'address', label: m.palette.connectTo, about: new URL(target.endpoint).host, kind: 'open', run }]
  if (target.kind === 'route') return [{ id: 'address', label: m.palette.openAddress, kind: 'open', run }]
  const { bucket, name } = target.place
  if (name === '' && app.buckets.all.some((one) => one.name === bucket)) return []
  const label = name === '' ? m.palette.openByName : m.palette.open
  return [{ id: 'address', label, about: name === '' ? bucket : `${bucket}/${name}`, kind: 'open', run }]
}
