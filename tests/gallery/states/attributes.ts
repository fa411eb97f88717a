// Editing headers, metadata and tags.
import { AppError } from '../../../src/domain/app-error'
import { m } from '../../../src/messages/messages'
import { never } from '../gateway'
import type { User } from '../user'
import { makeObject, type World } from '../world'
import { lock } from './inspector'
import type { AppState } from './state'

const on = (object: string, bucket = 'field-data') => ({ place: 'objects', bucket, prefix: '', object }) as const

async function open(user: User): Promise<void> {
  await user.press(m.attributes.title)
  await user.see(m.attributes.save)
}

async function change(user: User): Promise<void> {
  await open(user)
  await user.type(m.uploads.headers.fields.cacheControl, 'max-age=3600')
  await user.press(m.uploads.headers.tags.add)
}

async function save(user: User): Promise<void> {
  await open(user)
  await user.type(m.uploads.headers.fields.cacheControl, 'max-age=3600')
  await user.press(m.attributes.save)
}

/** Someone else changes its metadata once it was read. */
function changeLater(world: World): void {
  world.gateway = ({ properties }) => {
    const { read } = properties
    let times = 0
    properties.read = async (...about) => {
      const before = await read(...about)
      return ++times < 3 ? before : { ...before, metadata: { ...before.metadata, owner: 'bob' } }
    }
  }
}

const FOLDER = { place: 'objects', bucket: 'field-data', prefix: '' } as const

/** What is small and not encrypted, in a folder of its own. */
function withSmall(world: World): void {
  world.buckets = world.buckets.map((bucket) =>
    bucket.name === 'field-data'
      ? { ...bucket, objects: ['a.csv', 'b.csv', 'c.txt', 'd.txt'].map((name) => makeObject(`small/${name}`, 4_000)) }
      : bucket
  )
}

async function openMany(user: User): Promise<void> {
  await user.press(m.objects.table.select('small/'))
  await user.press(m.attributes.title)
  await user.see(m.attributes.change(4))
}

async function changeMany(user: User): Promise<void> {
  await openMany(user)
  const { fields, metadata, tags } = m.uploads.headers
  await user.type(m.attributes.mode.label(fields.contentType), 'set')
  await user.type(fields.contentType, 'text/csv')
  await user.type(m.attributes.mode.label(fields.cacheControl), 'remove')
  await user.press(metadata.add)
  await user.type(metadata.name, 'station')
  await user.press(tags.add)
  await user.type(tags.name, 'project')
}

export const attributes: readonly AppState[] = [
  { name: 'attributes/object', at: on('README.txt'), act: open },
  { name: 'attributes/changed', at: on('map.geojson'), act: change },
  { name: 'attributes/versioned', at: on('notes.txt', 'versioned'), act: change },
  { name: 'attributes/unknown-key', at: on('from-bob.tar'), world: lock, act: open },
  { name: 'attributes/encrypted', at: on('measurements.parquet'), act: change },
  {
    name: 'attributes/problems',
    at: on('README.txt'),
    act: async (user) => {
      await open(user)
      await user.type(m.uploads.headers.fields.contentType, '')
      await user.type(m.uploads.headers.fields.contentDisposition, 'attachment; filename="Größe.txt"')
      await user.press(m.uploads.headers.metadata.add)
      await user.see(m.attributes.needsType)
    }
  },
  {
    name: 'attributes/loading',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ buckets }) => {
        buckets.versioningOf = never
      }
    },
    act: (user) => user.press(m.attributes.title)
  },
  {
    name: 'attributes/someone-else',
    at: on('README.txt'),
    world: changeLater,
    act: async (user) => {
      await save(user)
      await user.see(m.attributes.changed.text)
    }
  },
  {
    name: 'attributes/reloaded',
    at: on('README.txt'),
    world: changeLater,
    act: async (user) => {
      await save(user)
      await user.press(m.attributes.changed.load)
      await user.see(m.attributes.changed.loaded)
    }
  },
  {
    name: 'attributes/not-as-sent',
    at: on('README.txt'),
    act: async (user) => {
      await save(user)
      await user.see(m.attributes.lost.title)
    }
  },
  {
    name: 'attributes/failed',
    at: on('README.txt'),
    world: (world) => {
      world.gateway = ({ copies }) => {
        copies.replaceMetadata = () =>
          Promise.reject(new AppError('access-denied', { status: 403, code: 'AccessDenied' }))
      }
    },
    act: save
  },
  { name: 'attributes/many', at: FOLDER, world: withSmall, act: openMany },
  { name: 'attributes/many-changes', at: FOLDER, world: withSmall, act: changeMany },
  {
    name: 'attributes/many-running',
    at: FOLDER,
    world: (world) => {
      withSmall(world)
      world.gateway = ({ properties }) => {
        properties.read = never
      }
    },
    act: async (user) => {
      await changeMany(user)
      await user.press(m.attributes.change(4))
    }
  },
  {
    name: 'attributes/many-report',
    at: FOLDER,
    world: (world) => {
      withSmall(world)
      world.gateway = ({ copies, properties }) => {
        const { read } = properties
        properties.read = async (bucket, key, ...more) => {
          const seen = await read(bucket, key, ...more)
          return key.endsWith('d.txt') ? { ...seen, others: ['x-amz-website-redirect-location'] } : seen
        }
        const { replaceMetadata } = copies
        copies.replaceMetadata = (about) =>
          about.key.endsWith('.csv')
            ? replaceMetadata(about)
            : Promise.reject(new AppError('access-denied', { status: 403, code: 'AccessDenied' }))
      }
    },
    act: async (user) => {
      await changeMany(user)
      await user.press(m.attributes.change(4))
      await user.see(m.attributes.lost.titleOfMany(2))
    }
  }
]
