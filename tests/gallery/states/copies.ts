// Copying, moving and renaming.
import { AppError } from '../../../src/domain/app-error'
import { m } from '../../../src/messages/messages'
import { never, refuse } from '../gateway'
import type { User } from '../user'
import { makeKey, makeObject, makeProfile, type World } from '../world'
import type { AppState } from './state'

const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const
const on = (object: string) => ({ ...at, object })

async function openSelected(user: User): Promise<void> {
  await user.press(m.objects.table.select('README.txt'))
  await user.press(m.objects.table.select('2026/'))
  await user.press(m.copies.open)
}

async function openOne(user: User): Promise<void> {
  await user.pressOfObject(m.copies.open)
  await user.see(m.copies.submit.copy(1))
}

/** What is small and not encrypted, in a folder of its own. */
function withSmall(world: World): void {
  world.buckets = world.buckets.map((bucket) =>
    bucket.name === 'field-data'
      ? { ...bucket, objects: ['a.csv', 'b.csv', 'c.txt', 'd.txt'].map((name) => makeObject(`small/${name}`, 4_000)) }
      : bucket
  )
}

async function moveSmall(user: User): Promise<void> {
  await user.press(m.objects.table.select('small/'))
  await user.press(m.copies.open)
  await user.press(m.copies.kind.move)
  await user.type(m.copies.bucket, 'empty-bucket')
  await user.press(m.copies.submit.move(4))
}

const OTHER = 'https://s3.archive.example.org'

export function withOtherProfile(world: World): void {
  world.profiles = [...world.profiles, makeProfile('institute archive', { endpoint: OTHER })]
}

export async function chooseOther(user: User): Promise<void> {
  await user.type(m.copies.across.profile, 'institute archive')
  await user.type(m.copies.bucket, 'empty-bucket')
}

export const copies: readonly AppState[] = [
  { name: 'copy/object', at: on('README.txt'), act: openOne },
  { name: 'copy/selection', at, act: openSelected },
  {
    name: 'copy/move-versioned',
    at: { ...at, bucket: 'versioned', object: 'notes.txt' },
    act: async (user) => {
      await openOne(user)
      await user.press(m.copies.kind.move)
    }
  },
  {
    name: 'copy/first-use-of-key',
    at: on('README.txt'),
    world: (world) => (world.keys = [makeKey('new project', { savedAtMs: 1 })]),
    act: async (user) => {
      await openOne(user)
      await user.press(new RegExp(m.uploads.encryption.withYourKey.replace(/[()]/g, '.')))
    }
  },
  {
    name: 'copy/key-not-backed-up',
    at: on('README.txt'),
    world: (world) => (world.keys = [makeKey('new project')]),
    act: async (user) => {
      await openOne(user)
      await user.press(new RegExp(m.uploads.encryption.withYourKey.replace(/[()]/g, '.')))
    }
  },
  {
    name: 'copy/profiles',
    at: on('README.txt'),
    world: withOtherProfile,
    act: openOne
  },
  {
    name: 'copy/other-profile',
    at,
    world: withOtherProfile,
    act: async (user) => {
      await openSelected(user)
      await chooseOther(user)
      await user.press(m.copies.kind.move)
    }
  },
  {
    name: 'copy/other-profile-unlistable',
    at: on('README.txt'),
    world: (world) => {
      withOtherProfile(world)
      world.gateway = ({ storage }) => {
        if (storage.endpoint === OTHER)
          storage.listBuckets = refuse('access-denied', { operation: 'ListBuckets', status: 403, endpoint: OTHER })
      }
    },
    act: async (user) => {
      await openOne(user)
      await user.type(m.copies.across.profile, 'institute archive')
      await user.see(m.copies.across.unlistable(new URL(OTHER).host))
    }
  },
  {
    name: 'copy/other-profile-report',
    at,
    world: (world) => {
      withSmall(world)
      withOtherProfile(world)
      world.gateway = ({ storage, properties }) => {
        properties.readRange = async ({ byteCount, etag }) => ({
          ...{ bytes: new Uint8Array(byteCount), etag, sizeBytes: byteCount }
        })
        if (storage.endpoint === OTHER)
          properties.overwrite = refuse('access-denied', { status: 403, code: 'AccessDenied', endpoint: OTHER })
      }
    },
    act: async (user) => {
      await user.press(m.objects.table.select('small/'))
      await user.press(m.copies.open)
      await chooseOther(user)
      await user.press(new RegExp(`^${m.common.encryption.notEncrypted}`))
      await user.press(m.copies.submit.copy(4))
      await user.see(m.common.bulk.failed(4))
    }
  },
  {
    name: 'copy/names-taken',
    at: on('README.txt'),
    act: async (user) => {
      await openOne(user)
      await user.type(m.copies.name, 'map.geojson')
      await user.press(m.copies.submit.copy(1))
      await user.see(m.uploads.names.existing(1))
      await user.press(m.uploads.clash.replace)
    }
  },
  {
    name: 'copy/into-itself',
    at,
    act: async (user) => {
      await user.press(m.objects.table.select('2026/'))
      await user.press(m.copies.open)
      await user.type(new RegExp(`^${m.copies.folder}`), '2026/old')
    }
  },
  {
    name: 'copy/running',
    at,
    world: (world) => {
      withSmall(world)
      world.gateway = (gateway) => {
        const { copy } = gateway.copies
        gateway.copies.copy = (source, target) => (source.key.endsWith('.txt') ? never() : copy(source, target))
      }
    },
    act: async (user) => {
      await moveSmall(user)
      await user.see(m.common.bulk.done.move(2, 4))
    }
  },
  {
    name: 'copy/report',
    at,
    world: (world) => {
      withSmall(world)
      world.gateway = (gateway) => {
        const { copy } = gateway.copies
        gateway.copies.copy = async (source, target) => {
          if (source.key.endsWith('d.txt')) throw new AppError('access-denied', { status: 403, code: 'AccessDenied' })
          return copy(source, target)
        }
        gateway.properties.tagsOf = async (bucket) => (bucket === 'field-data' ? { project: 'fjord' } : {})
      }
    },
    act: async (user) => {
      await moveSmall(user)
      await user.see(m.common.bulk.failed(4))
    }
  },
  {
    name: 'copy/report-lost',
    at,
    world: (world) => {
      withSmall(world)
      world.gateway = (gateway) => {
        gateway.properties.tagsOf = async (bucket) => (bucket === 'field-data' ? { project: 'fjord' } : {})
      }
    },
    act: async (user) => {
      await user.press(m.objects.table.select('small/'))
      await user.press(m.copies.open)
      await user.type(m.copies.bucket, 'empty-bucket')
      await user.press(m.copies.submit.copy(4))
      await user.see(m.copies.lost.title(4))
    }
  },
  {
    name: 'copy/report-temporary',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ storage }) => {
        const { findObject } = storage
        storage.findObject = async (bucket, key) => {
          const isTemporary = key.includes('.lockgate-')
          return isTemporary ? makeObject(key, 4_000) : findObject(bucket, key)
        }
      }
    },
    act: async (user) => {
      await openOne(user)
      await user.press(new RegExp(m.uploads.encryption.withYourKey.replace(/[()]/g, '.')))
      await user.press(m.copies.submit.copy(1))
      await user.see(m.copies.temporary.title)
    }
  },
  {
    name: 'rename/object',
    at: on('README.txt'),
    act: async (user) => {
      await user.pressOfObject(m.copies.rename)
      await user.type(m.copies.newName, 'READ-ME.txt')
    }
  },
  {
    name: 'rename/problem',
    at: on('README.txt'),
    act: async (user) => {
      await user.pressOfObject(m.copies.rename)
      await user.type(m.copies.newName, '../README.txt')
    }
  }
]
