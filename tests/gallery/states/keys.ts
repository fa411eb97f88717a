// Encryption keys: the list, one key, backing it up, importing and removing it.
import { m } from '../../../src/messages/messages'
import type { World } from '../world'
import { ENDPOINT, makeKey } from '../world'
import type { AppState } from './state'

const at = { place: 'keys' } as const
const one = { place: 'keys', keyId: 'new key' } as const

const addUnsaved = (world: World): void => {
  world.keys = [...world.keys, makeKey('new key')]
}

export const keys: readonly AppState[] = [
  { name: 'keys/list', at, world: addUnsaved },
  { name: 'keys/empty', at, world: (world) => (world.keys = []) },
  {
    name: 'keys/lost',
    at,
    world: (world) => {
      world.keys = []
      world.wereKeysLost = true
      world.unreadableKeys = 2
      world.isPersisted = false
    }
  },
  {
    name: 'keys/elsewhere',
    at,
    world: (world) => {
      world.keysElsewhere = [{ path: '/old-lockgate/', keys: world.keys }]
      world.keys = []
    }
  },
  { name: 'keys/error', at, world: (world) => (world.keyStoreFails = true) },
  {
    name: 'keys/private-window',
    at,
    world: (world) => Object.assign(world, { isPersisted: false, isPrivateWindow: true })
  },
  { name: 'keys/new', at, act: (user) => user.press(m.keys.createKey) },
  {
    name: 'keys/save-step',
    at,
    act: async (user) => {
      await user.press(m.keys.createKey)
      await user.type(m.keys.create.name, 'summer campaign')
      await user.press(m.keys.createKey)
    }
  },
  { name: 'keys/not-backed-up', at: one, world: addUnsaved },
  { name: 'keys/backed-up', at: { ...at, keyId: 'field-data 2026' } },
  {
    name: 'keys/wrong-backup',
    at: one,
    world: addUnsaved,
    act: (user) => user.choose(m.keys.backup.file, [new File(['x'.repeat(32)], 'other.key')])
  },
  { name: 'keys/import', at, act: (user) => user.press(m.keys.importKey) },
  {
    name: 'keys/import-refused',
    at,
    act: async (user) => {
      await user.press(m.keys.importKey)
      await user.choose(m.keys.import.file, [new File(['too short'], 'note.txt')])
    }
  },
  {
    name: 'keys/remove',
    at: { ...at, keyId: 'field-data 2026' },
    world: (world) => {
      world.seenObjects = 1204
      world.settings = { 'field-data': { defaultKeyId: 'field-data 2026' } }
      world.journal = [
        {
          id: 'j1',
          endpoint: ENDPOINT,
          bucket: 'field-data',
          key: 'big.nc',
          uploadId: '2~abc',
          sizeBytes: 1e10,
          partSizeBytes: 1e7,
          sseKeyId: 'field-data 2026',
          startedAtMs: 0
        }
      ]
    },
    act: (user) => user.press(m.keys.inspector.remove)
  },
  {
    name: 'keys/remove-in-use',
    at: one,
    world: (world) => {
      addUnsaved(world)
      world.keyHolders = [
        { tab: 'this', use: 'upload', count: 3 },
        { tab: 'other', use: undefined, count: undefined }
      ]
    },
    act: async (user) => {
      await user.press(m.keys.inspector.remove)
      await user.see(m.keys.remove.inUse)
    }
  },
  {
    name: 'keys/plain-http',
    at,
    world: (world) => (world.isInsecurePage = true),
    act: (user) => user.see(m.app.insecurePage.what)
  }
]
