// The dialog before an upload: names, encryption, and what keeps it from being sent.
import { m } from '../../../src/messages/messages'
import { refuse } from '../gateway'
import { makeKey, NOW_MS, type World } from '../world'
import type { User } from '../user'
import { starting, type AppState } from './state'

const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const

async function choose(user: User, ...names: readonly string[]): Promise<void> {
  await user.see('README.txt')
  const files = names.map((name) => new File([name.repeat(4000)], name))
  await user.choose(m.objects.header.filesInput, files)
}

const upload = (name: string, world: (world: World) => void, act?: (user: User) => Promise<void>): AppState => ({
  name: `upload/${name}`,
  at,
  world,
  act: async (user) => {
    await choose(user, 'station-03.nc', 'station-04.nc')
    await act?.(user)
  }
})

export const uploads: readonly AppState[] = [
  upload('files', () => undefined),
  {
    name: 'upload/clashes',
    at,
    act: async (user) => {
      await choose(user, 'README.txt', 'map.geojson', 'station-03.nc')
      await user.press(m.uploads.clash.replace)
      await user.press(m.uploads.files.title)
    }
  },
  upload(
    'headers',
    () => undefined,
    async (user) => {
      const words = m.uploads.headers
      await user.press(words.title)
      await user.type(words.fields.contentType, 'netcdf')
      await user.type(words.fields.cacheControl, 'max-age=3600')
      await user.press(words.metadata.add)
      await user.type(words.metadata.name, 'campaign')
      await user.type(words.value, '2026-08')
      await user.press(words.tags.add)
      await user.type(words.tags.name, 'kind')
      await user.type(words.acl, 'public-read')
    }
  ),
  upload(
    'first-key',
    (world) => (world.keys = []),
    (user) => user.press(starting(m.uploads.encryption.withYourKey))
  ),
  upload(
    'key-not-backed-up',
    (world) => (world.keys = [makeKey('new key', { lastUsedAtMs: NOW_MS })]),
    async (user) => {
      await user.press(starting(m.uploads.encryption.withYourKey))
    }
  ),
  upload('required', (world) => {
    world.settings = {
      'field-data': {
        defaultKeyId: 'field-data 2026',
        encryption: { by: 'gateway', provenAtMs: NOW_MS, findings: undefined, policyJson: undefined }
      }
    }
  }),
  upload('default-key-gone', (world) => (world.settings = { 'field-data': { defaultKeyId: 'removed' } })),
  {
    name: 'upload/foreign-bucket',
    at: { ...at, bucket: 'shared-by-bob' },
    world: (world) => {
      world.gateway = ({ storage }) =>
        (storage.listPage = storage.findObject = refuse('access-denied', { status: 403, code: 'AccessDenied' }))
    },
    act: (user) => user.choose(m.objects.header.filesInput, [new File(['a'], 'a.txt')])
  },
  upload(
    'names-unknown',
    (world) =>
      (world.gateway = (gateway) => {
        const { listPage } = gateway.storage
        gateway.storage.findObject = refuse('gateway-busy', { status: 503 })
        gateway.storage.listPage = (request, signal) =>
          request.delimiter === '/' && request.maxKeys === undefined && request.prefix === ''
            ? listPage(request, signal)
            : refuse('gateway-busy', { status: 503 })()
      })
  ),
  {
    name: 'upload/new-text',
    at,
    act: async (user) => {
      await user.press(m.objects.header.new)
      await user.press(m.objects.header.newText)
      await user.type(m.uploads.text.name, 'notes.txt')
      await user.type(m.uploads.text.text, 'Calibrated again on 12 June.')
    }
  }
]
