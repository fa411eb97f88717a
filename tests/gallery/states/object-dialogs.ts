// The dialogs about objects and folders.
import { m } from '../../../src/messages/messages'
import { never, refuse } from '../gateway'
import type { User } from '../user'
import { MD5 } from '../world'
import { starting, type AppState } from './state'

const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const
const on = (object: string) => ({ ...at, object })

async function select(user: User): Promise<void> {
  await user.press(m.objects.table.select('README.txt'))
  await user.press(m.objects.table.select('2026/'))
}

async function edit(user: User): Promise<void> {
  await user.press(m.editing.title)
  await user.see(m.editing.text)
  await user.type(m.editing.text, 'Stations 1 to 41, summer campaign.\n')
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
    name: 'access/many',
    at,
    act: async (user) => {
      await select(user)
      await user.press(m.objects.footer.access)
      await user.press(starting(m.sharing.canned.object['public-read']))
    }
  },
  { name: 'edit/text', at: on('README.txt'), act: edit },
  {
    name: 'edit/loading',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ properties }) => (properties.readSmall = never)
    },
    act: (user) => user.press(m.editing.title)
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
