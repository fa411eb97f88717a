// The first page: what it says to good and bad input, and to a gateway that refuses.
import type { Observations, Outcome } from '../../../src/domain/connection-check'
import { m } from '../../../src/messages/messages'
import { never, observe, refuse } from '../gateway'
import { ENDPOINT, NOW_MS, type World } from '../world'
import type { User } from '../user'
import { starting, type AppState } from './state'

const at = { place: 'connect' } as const

const withoutProfile = (world: World): void => {
  world.profiles = []
}

const link = {
  endpoint: 'https://archive.example.edu',
  region: 'eu-north',
  pathStyle: true,
  buckets: ['field-data', 'lab:raw-scans']
}

const institution = (world: World): void => {
  world.site = {
    site: {
      name: 'University of Example',
      endpoints: [{ name: 'Research storage', url: ENDPOINT }],
      customEndpoints: false
    },
    problem: undefined
  }
}

const state = (name: string, more: Omit<AppState, 'name' | 'at'> = {}): AppState => ({
  name: `connect/${name}`,
  at,
  ...more,
  world: (world) => {
    withoutProfile(world)
    more.world?.(world)
  }
})

async function fillIn(user: User, accessKey = 'AKEXAMPLEALICE'): Promise<void> {
  await user.type(m.connect.credentials.label, accessKey)
  await user.type(starting(m.connect.secret.label), 'example-secret')
  await user.type(m.connect.gateway.label, ENDPOINT)
}

async function submit(user: User): Promise<void> {
  await fillIn(user)
  await user.press(m.connect.connect)
}

const HIDDEN: Outcome = { kind: 'hidden' }

function seeing(world: World, more: Partial<Observations>): void {
  world.gateway = (gateway) => (gateway.connection.observe = observe(() => gateway.storage, more))
}

export const connect: readonly AppState[] = [
  state('empty'),
  state('nothing-entered', { act: (user) => user.press(m.connect.connect) }),
  state('bad-input', { act: (user) => user.type(m.connect.credentials.label, '{"hello": "world"}') }),
  state('swapped', {
    act: async (user) => {
      await fillIn(user, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')
      await user.press(m.connect.more)
    }
  }),
  state('token', {
    act: (user) =>
      user.type(
        m.connect.credentials.label,
        btoa(JSON.stringify({ RGW_TOKEN: { version: 1, type: 'ldap', id: 'alice', key: 'example' } }))
      )
  }),
  state('session', {
    act: (user) =>
      user.type(
        m.connect.credentials.label,
        JSON.stringify({
          Credentials: {
            AccessKeyId: 'AKEXAMPLEALICE',
            SecretAccessKey: 'example',
            SessionToken: 'example',
            Expiration: new Date(NOW_MS + 3_000_000).toISOString()
          }
        })
      )
  }),
  state('session-typed', {
    act: async (user) => {
      await fillIn(user)
      await user.press(m.connect.more)
      await user.type(starting(m.connect.sessionToken), 'example')
    }
  }),
  state('several-profiles', {
    act: (user) =>
      user.choose(m.connect.credentials.file, [
        new File(
          [
            `[lab]\ntype = s3\naccess_key_id = AKEXAMPLEALICE\nsecret_access_key = example\nendpoint = ${ENDPOINT}\n`,
            '[archive]\ntype = s3\naccess_key_id = AKEXAMPLEBOB\nendpoint = https://archive.example.edu\n',
            '[old]\ntype = s3\naccess_key_id = AKEXAMPLECAROL\n[vault]\ntype = crypt\nremote = lab:field-data\n'
          ],
          'rclone.conf'
        )
      ])
  }),
  state('plain-http', { act: (user) => user.type(m.connect.gateway.label, 'http://rgw.example.edu') }),
  state('connecting', {
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listBuckets = never)
    },
    act: submit
  }),
  state('refused', {
    world: (world) => {
      world.gateway = ({ storage }) => (storage.listBuckets = refuse('secret-wrong', { status: 403 }))
    },
    act: submit
  }),
  state('other-region', {
    world: (world) => {
      world.gateway = ({ storage }) =>
        (storage.listBuckets = refuse('region-wrong', { region: 'eu-north', status: 400 }))
    },
    act: submit
  }),
  state('institution', {
    world: (world) => {
      world.site = {
        site: {
          name: 'University of Example',
          endpoints: [
            { name: 'Research storage', url: ENDPOINT },
            { name: 'Archive', url: 'https://archive.example.edu' }
          ],
          customEndpoints: false,
          helpLinks: [{ label: 'How to get an access key', url: 'https://help.example.edu/storage' }]
        },
        problem: undefined
      }
    }
  }),
  state('broken-site', {
    world: (world) => {
      world.site = { site: {}, problem: { code: 'not-json', message: 'Unexpected token } in JSON' } }
      world.wereKeysLost = true
      world.isPersisted = false
    }
  }),
  state('check-not-let-in', {
    world: (world) => seeing(world, { list: HIDDEN }),
    act: submit
  }),
  state('check-no-connection', {
    world: (world) => seeing(world, { reach: 'no-connection', list: undefined }),
    act: submit
  }),
  state('check-bucket-alone', {
    world: (world) =>
      seeing(world, {
        list: HIDDEN,
        bucket: 'field-data',
        read: { kind: 'answer' },
        methods: undefined,
        head: { kind: 'answer' }
      }),
    act: submit
  }),
  { name: 'check/good', at: { place: 'check' } },
  {
    name: 'check/much-wrong',
    at: { place: 'check' },
    world: (world) =>
      seeing(world, {
        methods: { PUT: { kind: 'answer' }, POST: HIDDEN, DELETE: HIDDEN },
        sse: HIDDEN,
        large: HIDDEN,
        headers: { ETag: false, Date: true, 'x-amz-request-id': false },
        clockAheadMs: -7_380_000
      })
  },
  {
    name: 'check/notice',
    at: { place: 'buckets' },
    world: (world) => {
      world.checks = [{ id: 'alice' }]
      seeing(world, { methods: { PUT: { kind: 'answer' }, POST: { kind: 'answer' }, DELETE: HIDDEN } })
    },
    act: (user) => user.see(new RegExp(m.common.details))
  },
  {
    name: 'check/bucket-hidden',
    at: { place: 'check' },
    world: (world) => seeing(world, { read: HIDDEN, failure: undefined, methods: undefined })
  },
  {
    name: 'check/mixed-content',
    at: { place: 'check' },
    world: (world) => seeing(world, { endpoint: 'http://10.1.2.3', pageOrigin: 'https://lockgate.example.org' })
  },
  { name: 'connect/from-link', at: { place: 'connect', link }, world: withoutProfile },
  {
    name: 'connect/from-link-not-allowed',
    at: { place: 'connect', link },
    world: (world) => {
      withoutProfile(world)
      institution(world)
    }
  },
  {
    name: 'connect/from-link-damaged',
    at,
    act: async (user) => {
      location.hash = '#/connect?endpoint=x'
      await user.see(m.deviceLink.opened.unreadable)
    }
  },
  { name: 'connect/change-profile', at: { place: 'connect', profileId: 'alice' } }
]
