// What surrounds every place: settings, warnings across the page, the update bar, notices, and what interrupted work has left.
import type { Account } from '../../../src/domain/account'

import { m } from '../../../src/messages/messages'
import { never, PUBLIC } from '../gateway'
import { makeProfile, MD5, NOW_MS, README_TEXT, type World } from '../world'
import type { User } from '../user'
import type { AppState } from './state'

const at = { place: 'buckets' } as const

const several = (world: World): void => {
  world.profiles = [
    ...world.profiles,
    makeProfile('archive', { endpoint: 'https://archive.example.edu', region: 'eu-north' }),
    makeProfile('lent laptop', { isRemembered: false }),
    makeProfile('role', { sessionToken: 'example', sessionExpiresAtMs: NOW_MS + 3_000_000 }),
    makeProfile('pasted session', { sessionToken: 'example' })
  ]
}

const inBucket = { place: 'objects', bucket: 'field-data', prefix: '' } as const

/** By the button of the sidebar, or of the bar below. */
async function openPalette(user: User): Promise<void> {
  await user.see('README.txt')
  await user.press(m.app.commands)
  await user.see(m.palette.title)
}

const pending =
  (isChangedSince: boolean) =>
  ({ id }: Account) => [
    {
      id: 'p1',
      endpoint: 'https://rgw.example.edu',
      accountId: id,
      bucket: 'field-data',
      key: 'README.txt',
      etag: MD5,
      sizeBytes: README_TEXT.length,
      acl: PUBLIC,
      beganAtMs: NOW_MS - 90_000_000,
      isChangedSince
    }
  ]

const OTHER_MD5 = '0'.repeat(32)

/** Of an object that had one ETag and a copy that has another, or was not verified. */
const pendingCopy = (etag: string, copyEtag: string | undefined) => {
  const temporaryKey = 'README.txt.lockgate-0d9c7cb2-90c5-4d5c-9f6c-1d7f2a3a8c11'
  const endpoint = 'https://rgw.example.edu'
  const about = { endpoint, bucket: 'field-data', key: 'README.txt', sizeBytes: README_TEXT.length, copyEtag }
  return ({ id: accountId }: Account) => [
    { id: 'c1', accountId, ...about, temporaryKey, etag, sseKeyId: 'k1', beganAtMs: NOW_MS - 4_000_000 }
  ]
}

/** The temporary copy has this ETag. */
const withCopy =
  (etag: string): World['gateway'] =>
  ({ storage }) => {
    const { findObject } = storage
    storage.findObject = async (bucket, key, ...rest) => {
      if (!key.includes('.lockgate-')) return findObject(bucket, key, ...rest)
      const found = await findObject(bucket, 'README.txt', ...rest)
      return found && { ...found, key, etag }
    }
  }

export const shell: readonly AppState[] = [
  {
    name: 'shell/shared-address',
    at: { place: 'buckets' },
    world: (world) => {
      world.profiles = [makeProfile('alice', { endpoint: location.origin })]
    },
    act: (user) => user.see(m.app.sharedOrigin.what)
  },
  {
    name: 'settings/profiles',
    at: { place: 'settings' },
    world: (world) => {
      several(world)
      world.checks = [
        { id: 'alice', checkedAtMs: NOW_MS - 600_000, isGood: true },
        { id: 'archive', checkedAtMs: NOW_MS - 200_000_000, isGood: false }
      ]
    }
  },
  { name: 'settings/none', at: { place: 'settings' }, world: (world) => (world.profiles = []) },
  {
    name: 'settings/not-kept',
    at: { place: 'settings' },
    world: (world) => {
      world.isPersisted = false
      world.copy = { ...world.copy, keeping: 'failed', hasNewVersion: true }
    }
  },
  {
    name: 'settings/remove-profile',
    at: { place: 'settings' },
    act: (user) => user.press(m.settings.profiles.remove)
  },
  {
    name: 'settings/export-profile',
    at: { place: 'settings' },
    act: (user) => user.press(m.settings.profiles.export)
  },
  {
    name: 'settings/other-device',
    at: { place: 'settings' },
    world: (world) => (world.bookmarks = { ...world.bookmarks, added: ['field-data', 'lab:raw-scans'] }),
    act: (user) => user.press(m.settings.profiles.onDevice)
  },
  {
    name: 'settings/export-token',
    at: { place: 'settings' },
    world: (world) => {
      const token = { RGW_TOKEN: { version: 1, type: 'ldap', id: 'alice', key: 'example' } }
      world.profiles = [makeProfile('alice', { accessKey: btoa(JSON.stringify(token)), secretKey: '' })]
    },
    act: (user) => user.press(m.settings.profiles.export)
  },
  {
    name: 'shell/profile-menu',
    at,
    world: several,
    // A narrow screen has Settings instead.
    act: (user) => (innerWidth > 820 ? user.press(/alice/) : undefined)
  },
  { name: 'palette/empty', at: inBucket, act: openPalette },
  {
    name: 'palette/typed',
    at: { ...inBucket, object: 'README.txt' },
    act: async (user) => {
      await openPalette(user)
      await user.type(m.palette.label, 're')
    }
  },
  {
    name: 'palette/address',
    at: inBucket,
    act: async (user) => {
      await openPalette(user)
      await user.type(m.palette.label, 's3://shared-by-bob/results/')
    }
  },
  {
    name: 'palette/shortcuts',
    at: inBucket,
    act: async (user, { commands }) => {
      commands.runShortcut('overview')
      await user.see(m.palette.moving)
    }
  },
  { name: 'shell/update', at, world: (world) => (world.copy = { ...world.copy, hasNewVersion: true }) },
  { name: 'shell/updated-elsewhere', at, world: (world) => (world.copy = { ...world.copy, isFormer: true }) },
  { name: 'shell/lost-keys', at, world: (world) => (world.losesKeys = true) },
  { name: 'shell/storage-refused', at, world: (world) => (world.isStorageRefused = true) },
  { name: 'shell/plain-http', at, world: (world) => (world.isInsecurePage = true) },
  {
    name: 'shell/notices',
    at,
    act: (_, { notices }) => {
      const action = { label: m.common.retry, run: () => undefined }
      notices.say(m.buckets.deletion.deleted('old-data'), 'good', action)
      notices.say(m.downloads.offline, 'bad', action)
      notices.say(m.uploads.noFiles, 'plain', action)
    }
  },
  {
    name: 'shell/pending-acl',
    at,
    world: (world) => (world.pendingAcls = pending(true)),
    act: (user) => user.see(m.sharing.pending.restore.access)
  },
  {
    name: 'shell/pending-tags',
    at,
    world: (world) =>
      (world.pendingAcls = (account) =>
        pending(false)(account).map((one) => ({
          ...one,
          isAclRestored: true,
          tags: { station: 'north', year: '2026' }
        }))),
    act: (user) => user.see(m.sharing.pending.restore.tags)
  },
  ...(['unchanged', 'another', 'unverified', 'overwritten'] as const).map((state): AppState => ({
    name: `shell/pending-copy-${state}`,
    at,
    world: (world) => {
      const etag = state === 'unchanged' ? MD5 : OTHER_MD5
      const copyEtag = state === 'unverified' ? MD5 : OTHER_MD5
      world.pendingCopies = pendingCopy(etag, copyEtag)
      world.gateway = withCopy(state === 'overwritten' ? MD5 : copyEtag)
    },
    act: (user) => user.see(m.copies.pending.state[state])
  })),
  {
    name: 'shell/pending-copy-busy',
    at,
    world: (world) => {
      world.isInsecurePage = true // without Web Locks another tab may be at work
      world.pendingCopies = pendingCopy(MD5, OTHER_MD5)
      world.gateway = withCopy(OTHER_MD5)
    },
    act: (user) => user.see(m.copies.pending.state.busy)
  },
  {
    name: 'shell/pending-copy-unproven',
    at,
    world: (world) => {
      world.pendingCopies = pendingCopy(OTHER_MD5, undefined)
      world.gateway = withCopy(OTHER_MD5)
    },
    act: (user) => user.see(m.copies.pending.unverified)
  },
  {
    name: 'shell/pending-copy-removing',
    at,
    world: (world) => {
      world.pendingCopies = pendingCopy(MD5, OTHER_MD5)
      world.gateway = (gateway) => {
        withCopy(OTHER_MD5)?.(gateway)
        gateway.versions.deleteBatch = never
        gateway.versions.listPage = never
      }
    },
    act: async (user) => {
      await user.press(m.copies.pending.remove)
      await user.see(m.copies.pending.removing)
    }
  }
]
