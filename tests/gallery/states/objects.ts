// A bucket's listing: its rows, and what is there instead of them.
import { m } from '../../../src/messages/messages'
import { never, refuse } from '../gateway'
import { makeObject } from '../world'
import type { AppState } from './state'

const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const

export const objects: readonly AppState[] = [
  { name: 'objects/rows', at, act: (user) => user.see('measurements.parquet') },
  { name: 'objects/folder', at: { ...at, prefix: '2026/' }, act: (user) => user.see('station-02.nc') },
  { name: 'objects/empty-bucket', at: { ...at, bucket: 'empty-bucket' } },
  { name: 'objects/empty-folder', at: { ...at, bucket: 'versioned', prefix: 'nothing/' } },
  {
    name: 'objects/loading',
    at,
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listPage = never)
    }
  },
  {
    name: 'objects/error',
    at,
    world: (world) => {
      world.gateway = ({ storage }) =>
        (storage.listPage = refuse('gateway-failed', { status: 500, operation: 'ListObjectsV2' }))
    }
  },
  {
    name: 'objects/denied',
    at: { ...at, bucket: 'shared-by-bob' },
    world: (world) => {
      world.gateway = ({ storage }) =>
        (storage.listPage = refuse('access-denied', { status: 403, code: 'AccessDenied' }))
    }
  },
  { name: 'objects/no-such-bucket', at: { ...at, bucket: 'gone' } },
  {
    name: 'objects/offline',
    at,
    world: (world) => {
      world.isOnline = false
      world.gateway = ({ storage }) => (storage.listPage = storage.listBuckets = refuse('offline'))
    }
  },
  { name: 'objects/foreign-bucket', at: { ...at, bucket: 'shared-by-bob' }, act: (user) => user.see('results.xlsx') },
  { name: 'objects/public-bucket', at: { ...at, bucket: 'public-maps' }, act: (user) => user.see('oslo.tif') },
  {
    name: 'objects/required-encryption',
    at,
    world: (world) => {
      world.settings = {
        'field-data': {
          defaultKeyId: 'field-data 2026',
          encryption: { by: 'gateway', provenAtMs: Date.now(), findings: undefined, policyJson: undefined }
        }
      }
    },
    act: (user) => user.see('measurements.parquet')
  },
  {
    name: 'objects/more-pages',
    at,
    world: (world) => {
      world.gateway = ({ storage }) => {
        const objects = Array.from({ length: 1000 }, (_, n) =>
          makeObject(`run-${String(n).padStart(5, '0')}.csv`, 40_960 + n)
        )
        storage.listPage = ({ token }) =>
          token === undefined ? Promise.resolve({ prefixes: [], objects, nextToken: '1' }) : never()
      }
    },
    act: (user) => user.see('run-00003.csv')
  },
  {
    name: 'objects/selected',
    at,
    act: async (user) => {
      await user.press(m.objects.table.select('README.txt'))
      await user.press(m.objects.table.select('2026/'))
    }
  },
  {
    name: 'objects/filter-without-match',
    at,
    act: async (user) => {
      await user.see('README.txt')
      await user.type(m.objects.header.filterFolder, 'nothing has this name')
    }
  },
  {
    name: 'objects/new-menu',
    at,
    act: (user) => user.press(m.objects.header.new)
  },
  {
    name: 'objects/finding-place',
    at: { place: 'name', bucket: 'field-data', name: '2026' },
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listPage = storage.findObject = never)
    }
  },
  {
    name: 'objects/folder-inspector',
    at: { ...at, bucket: 'versioned' },
    act: async (user) => {
      await user.press(m.objects.path.about)
      await user.press(m.objects.size.count)
      await user.press(m.deletion.recoverable.show)
      await user.see('draft.txt')
    }
  }
]
