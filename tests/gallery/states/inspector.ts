// One object beside the listing: its facts, versions, access and links.
import { m } from '../../../src/messages/messages'
import { never, refuse, PRIVATE } from '../gateway'
import { FORMER_MS, NOW_MS, type World } from '../world'
import { starting, type AppState } from './state'

const at = (object: string, bucket = 'field-data') => ({ place: 'objects', bucket, prefix: '', object }) as const

export const lock = (world: World): void => {
  world.gateway = ({ properties }) =>
    (properties.lockOf = () =>
      Promise.resolve({ retention: { mode: 'COMPLIANCE', untilMs: NOW_MS + 9_000_000_000 }, hasLegalHold: true }))
}

export const inspector: readonly AppState[] = [
  { name: 'inspector/object', at: at('README.txt'), act: (user) => user.see('campaign') },
  { name: 'inspector/encrypted', at: at('measurements.parquet') },
  { name: 'inspector/menu', at: at('README.txt'), act: (user) => user.press(m.inspector.more) },
  { name: 'inspector/unknown-key', at: at('from-bob.tar'), world: lock },
  { name: 'inspector/public', at: at('map.geojson') },
  { name: 'inspector/hostile-name', at: at('scan \u202egpj.exe') },
  {
    name: 'inspector/others-selected',
    at: at('README.txt'),
    act: (user) => user.press(m.objects.table.select('map.geojson'))
  },
  {
    name: 'inspector/loading',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ access, properties, storage, buckets }) => {
        access.ofObject = properties.read = properties.tagsOf = storage.headObject = buckets.versioningOf = never
      }
    }
  },
  {
    name: 'inspector/errors',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ access, properties, storage, buckets }) => {
        access.ofObject = properties.read = properties.tagsOf = refuse('gateway-failed', { status: 500 })
        storage.headObject = buckets.versioningOf = refuse('cors-blocked')
      }
    }
  },
  { name: 'inspector/versions', at: at('notes.txt', 'versioned') },
  {
    name: 'inspector/restore-version',
    at: at('notes.txt', 'versioned'),
    act: (user) => user.press(m.versions.restoreOf(FORMER_MS))
  },
  { name: 'inspector/links', at: at('map.geojson'), act: (user) => user.press(starting(m.links.title)) },
  {
    name: 'inspector/links-encrypted',
    at: at('measurements.parquet'),
    act: (user) => user.press(starting(m.links.title))
  },
  {
    name: 'inspector/links-with-password',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ links }) => (links.wouldCarry = 'password')
    },
    act: (user) => user.press(starting(m.links.title))
  },
  {
    name: 'inspector/links-with-session',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ links }) => (links.wouldCarry = 'session')
    },
    act: (user) => user.press(starting(m.links.title))
  },
  {
    name: 'access/object',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ access }) =>
        (access.ofObject = async () => ({
          ...PRIVATE,
          grants: [...PRIVATE.grants, { grantee: { type: 'user', id: 'bob' }, permission: 'READ' }]
        }))
    },
    act: async (user) => {
      await user.press(m.sharing.changeAccess)
      await user.press(starting(m.sharing.canned.object['public-read']))
      await user.press(m.sharing.dialog.removeUser('bob'))
    }
  },
  {
    name: 'access/not-applied',
    at: at('README.txt'),
    world: (world) => {
      world.gateway = ({ access }) =>
        (access.putOfObject = refuse('access-denied', { status: 403, code: 'AccessDenied' }))
    },
    act: async (user) => {
      await user.press(m.sharing.changeAccess)
      await user.press(starting(m.sharing.canned.object['public-read']))
      await user.press(m.sharing.changeAccess)
    }
  }
]
