// The dialogs about objects and folders.
import type { WritableFolder } from '../../../src/domain/sync'
import { m } from '../../../src/messages/messages'
import { never, refuse } from '../gateway'
import type { User } from '../user'
import { MD5, NOW_MS, README_TEXT, type World } from '../world'
import { starting, type AppState } from './state'

const MIB = 1024 * 1024
const HOUR_MS = 3_600_000
const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const
const on = (object: string) => ({ ...at, object })

async function select(user: User): Promise<void> {
  await user.press(m.objects.table.select('README.txt'))
  await user.press(m.objects.table.select('2026/'))
}

async function edit(user: User): Promise<void> {
  await user.pressOfObject(m.editing.title)
  await user.see(m.editing.text)
  await user.type(m.editing.text, 'Stations 1 to 41, summer campaign.\n')
}

/** Beside what is in the bucket: some the same, some newer, some only here. */
function withFolder(world: World, isWritable: boolean): void {
  const file = (path: string, sizeBytes: number, modifiedAtMs: number) =>
    ({ path, sizeBytes, modifiedAtMs, file: new File([], path) }) as const
  const former = { sizeBytes: 812 * MIB, modifiedAtMs: NOW_MS - 900 * HOUR_MS }
  world.syncFolder = {
    name: 'field-data',
    handle: undefined,
    directory: isWritable ? ({} as WritableFolder) : undefined,
    read: async ({ onFound }) => {
      onFound(8)
      return {
        files: [
          file('README.txt', README_TEXT.length, NOW_MS),
          file('map.geojson', 312_107, NOW_MS - HOUR_MS),
          file('measurements.parquet', 1.3 * 1024 * MIB, NOW_MS - 2 * HOUR_MS),
          file('2026/station-01.nc', former.sizeBytes, former.modifiedAtMs),
          file('2026/station-03.nc', 803 * MIB, NOW_MS - 3 * HOUR_MS),
          file('Scan.pdf', 4 * MIB, NOW_MS - 4 * HOUR_MS),
          file('scan.pdf', 5 * MIB, NOW_MS - 4 * HOUR_MS),
          file('2025', 12, NOW_MS)
        ],
        unreadable: ['private/letters']
      }
    }
  }
  world.syncMemory = {
    files: new Map([
      ['measurements.parquet', { ...former, etag: 'of the last sync' }],
      ['2026/station-01.nc', { ...former, etag: 'of the last sync' }]
    ]),
    savedAtMs: NOW_MS
  }
}

async function compare(user: User): Promise<void> {
  await user.press(m.objects.header.new)
  await user.press(m.sync.open)
  await user.press(m.sync.choose)
  await user.see(m.sync.allGroups)
}

export const objectDialogs: readonly AppState[] = [
  {
    name: 'delete/objects',
    at,
    act: async (user) => {
      await select(user)
      await user.press(m.common.delete)
    }
  },
  {
    name: 'delete/versioned',
    at: { ...at, bucket: 'versioned' },
    act: async (user) => {
      await user.press(m.objects.table.select('notes.txt'))
      await user.press(m.common.delete)
    }
  },
  {
    name: 'delete/counting',
    at,
    world: (world) => {
      world.gateway = (gateway) => {
        const { listPage } = gateway.storage
        gateway.storage.listPage = (request, signal) => (request.prefix === '' ? listPage(request, signal) : never())
      }
    },
    act: async (user) => {
      await select(user)
      await user.press(m.common.delete)
    }
  },
  {
    name: 'download/many',
    at,
    act: async (user) => {
      await select(user)
      await user.press(m.common.download)
      await user.see(m.downloads.submit(3))
    }
  },
  {
    name: 'download/folder',
    at,
    act: async (user) => {
      await select(user)
      await user.press(m.common.download)
      await user.press(starting(m.downloads.folder.label))
      await user.see(m.downloads.submit(3))
    }
  },
  {
    name: 'access/many',
    at,
    act: async (user) => {
      await select(user)
      await user.press(m.objects.footer.access)
      await user.press(starting(m.sharing.canned.object['public-read']))
    }
  },
  {
    name: 'sync/choose',
    at,
    act: async (user) => {
      await user.press(m.objects.header.new)
      await user.press(m.sync.open)
    }
  },
  {
    name: 'sync/comparing',
    at,
    world: (world) => {
      withFolder(world, true)
      world.gateway = ({ storage }) => (storage.headObject = never)
    },
    act: async (user) => {
      await user.press(m.objects.header.new)
      await user.press(m.sync.open)
      await user.press(m.sync.choose)
    }
  },
  { name: 'sync/to-the-bucket', at, world: (world) => withFolder(world, false), act: compare },
  {
    name: 'sync/both-ways',
    at,
    world: (world) => withFolder(world, true),
    act: async (user) => {
      await compare(user)
      await user.press(m.sync.direction.both)
    }
  },
  {
    name: 'sync/delete',
    at,
    world: (world) => withFolder(world, true),
    act: async (user) => {
      await compare(user)
      await user.press(m.sync.deletes.up(2))
      await user.press(m.sync.start(4, 0))
    }
  },
  { name: 'edit/text', at: on('README.txt'), act: edit },
  {
    name: 'edit/loading',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ properties }) => (properties.readSmall = never)
    },
    act: (user) => user.pressOfObject(m.editing.title)
  },
  {
    name: 'edit/failed',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ properties }) =>
        (properties.overwrite = refuse('quota-exceeded', { status: 403, code: 'QuotaExceeded' }))
    },
    act: async (user) => {
      await edit(user)
      await user.press(m.editing.save)
    }
  },
  {
    name: 'edit/saved-without-metadata',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ properties, storage, versions }) => {
        const { read } = properties
        const { findObject } = storage
        properties.overwrite = async ({ body }) => {
          const sizeBytes = body.size
          properties.read = async (...about) => ({ ...(await read(...about)), sizeBytes, metadata: {} })
          storage.findObject = async (...about) => {
            const found = await findObject(...about)
            return found && { ...found, sizeBytes }
          }
          versions.listPage = refuse('access-denied')
          return { etag: MD5 }
        }
      }
    },
    act: async (user) => {
      await edit(user)
      await user.press(m.editing.save)
      await user.see(m.common.close)
    }
  },
  {
    name: 'edit/leave',
    at: on('README.txt'),
    act: async (user) => {
      await edit(user)
      await user.press(m.common.cancel)
    }
  },
  {
    name: 'folder/new',
    at,
    act: async (user) => {
      await user.press(m.objects.header.new)
      await user.press(m.objects.header.newFolder)
      await user.type(m.uploads.folder.name, '2027')
    }
  },
  {
    name: 'folder/taken',
    at,
    act: async (user) => {
      await user.press(m.objects.header.new)
      await user.press(m.objects.header.newFolder)
      await user.type(m.uploads.folder.name, '2026')
      await user.press(m.uploads.folder.create)
    }
  },
  {
    name: 'key/choose',
    at: on('from-bob.tar'),
    act: (user) => user.press(m.inspector.encryption.chooseKey)
  },
  {
    name: 'key/none-to-choose',
    at: on('from-bob.tar'),
    world: (world) => {
      world.keys = []
    },
    act: (user) => user.press(m.inspector.encryption.chooseKey)
  }
]
