// The list of buckets, one bucket's own page, and their dialogs.
import { pageRule } from '../../../src/domain/cors'
import { m } from '../../../src/messages/messages'
import { never, refuse, PUBLIC } from '../gateway'
import { NOW_MS, makeObject, makeProfile, type World } from '../world'
import { starting, type AppState } from './state'

const at = { place: 'buckets' } as const
const page = { place: 'bucket', bucket: 'field-data' } as const

export function editBucket(world: World, change: Partial<World['buckets'][number]>): void {
  world.buckets = world.buckets.map((bucket) => (bucket.name === 'field-data' ? { ...bucket, ...change } : bucket))
}

const ENFORCING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'ReadForEverybody',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::field-data/public/*'
    }
  ]
})

export const buckets: readonly AppState[] = [
  { name: 'buckets/list', at },
  {
    name: 'buckets/empty',
    at,
    world: (world) => {
      world.buckets = []
    }
  },
  {
    name: 'buckets/loading',
    at,
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listBuckets = never)
    }
  },
  {
    name: 'buckets/error',
    at,
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listBuckets = refuse('unreachable', { operation: 'ListBuckets' }))
    }
  },
  {
    name: 'buckets/stale',
    at,
    world: (world) => {
      world.gateway = ({ storage }) => {
        const { listBuckets } = storage
        storage.listBuckets = (signal) => {
          storage.listBuckets = refuse('gateway-busy', { status: 503, code: 'SlowDown' })
          return listBuckets(signal)
        }
      }
    },
    act: async (user) => {
      await user.see('public-maps')
      await user.press(m.buckets.reload)
    }
  },
  {
    name: 'buckets/usage-unknown',
    at,
    world: (world) => {
      world.gateway = (gateway) => (gateway.buckets.usageOf = refuse('gateway-busy', { status: 503 }))
    }
  },
  {
    name: 'buckets/bad-address',
    at,
    act: async (user) => {
      await user.type(m.buckets.open.label, 'Not a bucket?')
      await user.press(m.common.open)
    }
  },
  {
    name: 'buckets/by-name',
    at,
    world: (world) => {
      world.bookmarks = { pinned: [], recent: [], added: ['shared-by-bob', 'physics:runs'] }
      world.gateway = ({ storage }) => (storage.listBuckets = refuse('cors-blocked', { operation: 'ListBuckets' }))
    },
    act: (user) => user.see('shared-by-bob')
  },
  {
    name: 'buckets/unlistable',
    at,
    world: (world) => {
      world.bookmarks = { pinned: [], recent: [] }
      world.gateway = ({ storage }) => (storage.listBuckets = refuse('cors-blocked', { operation: 'ListBuckets' }))
    },
    act: (user) => user.see(m.buckets.added.title)
  },
  {
    name: 'buckets/list-denied',
    at,
    world: (world) => {
      world.bookmarks = { pinned: [], recent: [], added: ['shared-by-bob'] }
      world.gateway = ({ storage }) => (storage.listBuckets = refuse('access-denied', { operation: 'ListBuckets' }))
    },
    act: (user) => user.see(m.buckets.added.title)
  },
  {
    name: 'buckets/without-account',
    at,
    world: (world) => {
      world.profiles = [makeProfile('public', { accessKey: '', secretKey: '' })]
      world.bookmarks = { pinned: [], recent: [] }
    },
    act: (user) => user.see(m.buckets.added.why['no-account'])
  },
  { name: 'buckets/create', at, act: (user) => user.press(m.buckets.create.title) },
  {
    name: 'buckets/create-bad-name',
    at,
    world: (world) => {
      world.site = {
        site: {
          bucketPrefix: { prefix: 'physics-', message: 'Buckets of this group start with physics-.' },
          placements: [{ name: 'hdd', label: 'Large and slow' }, { name: 'ssd' }]
        },
        problem: undefined
      }
    },
    act: async (user) => {
      await user.press(m.buckets.create.title)
      await user.type(m.common.name, 'Physics_1')
    }
  },
  {
    name: 'buckets/create-refused',
    at,
    world: (world) => {
      world.gateway = (gateway) =>
        (gateway.buckets.create = refuse('bucket-limit', { code: 'TooManyBuckets', status: 400 }))
    },
    act: async (user) => {
      await user.press(m.buckets.create.title)
      await user.type(m.common.name, 'one-more')
      await user.press(m.buckets.create.create)
    }
  },
  { name: 'bucket/page', at: page, act: (user) => user.see(m.encryption.require) },
  {
    name: 'bucket/public',
    at: page,
    world: (world) =>
      editBucket(world, {
        acl: PUBLIC,
        policyJson: ENFORCING,
        uploads: [
          { key: 'measurements-2.parquet', uploadId: '2~abc', startedAtMs: NOW_MS - 90_000_000 },
          { key: 'old.tar', uploadId: '2~def', startedAtMs: NOW_MS - 9_000_000_000 }
        ]
      }),
    act: (user) => user.see('old.tar')
  },
  {
    name: 'bucket/encryption-by-lockgate',
    at: page,
    world: (world) => {
      const findings = {
        plain: 'clear',
        'plain-parts': 'clear',
        aes256: 'clear',
        key: 'encrypted',
        'key-parts': 'encrypted'
      } as const
      world.settings = {
        'field-data': { encryption: { by: 'lockgate', provenAtMs: NOW_MS, findings, policyJson: undefined } }
      }
    },
    act: (user) => user.see(m.encryption.require)
  },
  {
    name: 'bucket/testing-encryption',
    at: page,
    world: (world) => {
      world.gateway = (gateway) => (gateway.buckets.putPolicy = never)
    },
    act: (user) => user.press(starting(m.encryption.require))
  },
  {
    name: 'bucket/cors-blocked',
    at: page,
    world: (world) => {
      world.gateway = ({ cors, storage }) => {
        cors.headersOfRead = async () => new Set(['content-type'])
        cors.rulesOf = async () => [
          { ...pageRule('https://data.example.edu'), allowedMethods: ['GET', 'HEAD'] },
          { ...pageRule('https://*'), id: undefined, allowedMethods: ['GET', 'HEAD', 'PUT'] }
        ]
        storage.createMultipartUpload = storage.abortMultipartUpload = refuse('cors-blocked')
      }
    },
    act: async (user) => {
      await user.press(m.cors.test)
      await user.see(m.cors.seen.blocked)
      await user.press(m.cors.editor.title)
      await user.type(m.cors.editor.json, '[{"AllowedOrigins": ["*"]}]')
    }
  },
  {
    name: 'bucket/cors-allowed',
    at: page,
    act: async (user) => {
      await user.press(m.cors.allow)
      await user.see(m.cors.outcome.saved)
      await user.see(m.cors.testAgain)
    }
  },
  {
    name: 'bucket/cors-unreadable',
    at: page,
    world: (world) => {
      world.gateway = ({ access, buckets: admin, cors, uploads }) => {
        const blocked = refuse('cors-blocked')
        cors.headersOfRead = cors.rulesOf = admin.usageOf = access.ofBucket = uploads.listPage = blocked
      }
    },
    act: (user) => user.see(m.cors.copyWhat)
  },
  {
    name: 'bucket/loading',
    at: page,
    world: (world) => {
      world.gateway = ({ access, buckets: admin, uploads }) => {
        access.ofBucket = never
        admin.usageOf = never
        admin.policyOf = never
        uploads.listPage = never
      }
    }
  },
  {
    name: 'bucket/denied',
    at: { place: 'bucket', bucket: 'shared-by-bob' },
    world: (world) => {
      world.gateway = ({ access, buckets: admin, uploads }) => {
        access.ofBucket =
          admin.policyOf =
          uploads.listPage =
            refuse('access-denied', { status: 403, code: 'AccessDenied' })
      }
    }
  },
  { name: 'bucket/not-found', at: { place: 'bucket', bucket: 'no-such-bucket' } },
  {
    name: 'bucket/access',
    at: page,
    act: async (user) => {
      await user.press(m.sharing.changeAccess)
      await user.press(starting(m.sharing.canned.bucket['public-read']))
    }
  },
  {
    name: 'bucket/delete',
    at: page,
    act: async (user) => {
      await user.press(m.buckets.deletion.openDelete)
      await user.see(m.buckets.deletion.permanent)
    }
  },
  {
    name: 'bucket/delete-empty',
    at: { place: 'bucket', bucket: 'empty-bucket' },
    act: async (user) => {
      await user.press(m.buckets.deletion.openDelete)
      await user.see(m.buckets.deletion.isEmpty)
    }
  },
  {
    name: 'bucket/emptying',
    at: page,
    world: (world) => {
      editBucket(world, { objects: Array.from({ length: 40 }, (_, n) => makeObject(`part-${n}.bin`, 4096)) })
      world.gateway = ({ versions }) => (versions.deleteBatch = never)
    },
    act: async (user) => {
      await user.press(m.buckets.deletion.openEmpty)
      await user.type(/field-data/, 'field-data')
      await user.press(m.buckets.deletion.empty)
    }
  }
]
