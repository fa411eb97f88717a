// Where copies go: to which profile, and that no key is sent to another gateway before the user has chosen that.
import { beforeEach, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import type { BucketSettings } from '../../../src/domain/ports'
import type { Profile } from '../../../src/domain/profile'
import type { Selection } from '../../../src/domain/selection'
import type { SseKey } from '../../../src/domain/sse-key'
import { CopyForm, type CopyFormDeps } from '../../../src/ui/objects/copy-form.svelte'
import { makeAccount } from '../domain/accounts'

const HERE = 'https://rgw.example.edu'
const ELSEWHERE = 'https://other.example.org'
const KEY = { id: 'k', name: 'k', savedAtMs: 1, endpoints: [HERE] } as unknown as SseKey
const ENTRY = { key: 'in/x', sizeBytes: 1, etag: 'e', modifiedAtMs: 1 }

const profile = (name: string, endpoint: string, accessKey = name): Profile =>
  ({ id: name, name, endpoint, accessKey }) as unknown as Profile
const profiles = [
  profile('alice', HERE),
  profile('alice again', HERE, 'alice'),
  profile('bob', HERE),
  profile('carol', ELSEWHERE),
  profile('anonymous', ELSEWHERE, '')
]

let settings: Record<string, BucketSettings>
let noted: [Account, string | undefined][]
let seen: string | undefined
let sameUser: boolean
let listBuckets: () => Promise<unknown>
beforeEach(() => {
  settings = {}
  noted = []
  seen = undefined
  sameUser = false
  listBuckets = () => Promise.resolve({ buckets: [{ name: 'theirs' }], userId: 'carol' })
})

const gatewayOf = ({ endpoint, accessKey }: Profile): Gateway =>
  ({ storage: { endpoint, account: makeAccount(endpoint, accessKey), listBuckets: () => listBuckets() } }) as never

function makeForm(selection: Selection = { entries: [ENTRY], prefixes: [] }): CopyForm {
  const deps = {
    session: {
      profiles,
      accounts: {
        of: ({ endpoint, accessKey }: Profile) =>
          makeAccount(endpoint, sameUser && accessKey === 'bob' ? 'alice' : accessKey),
        noteUser: async (account: Account, userId: string | undefined) => void noted.push([account, userId])
      },
      open: gatewayOf
    },
    observations: {
      settingsOf: async ({ endpoint }: { endpoint: string }, bucket: string) => settings[`${endpoint} ${bucket}`] ?? {},
      of: () => (seen === undefined ? undefined : { state: seen })
    },
    keys: { byId: (id: string | undefined) => (id === KEY.id ? KEY : undefined) }
  } as unknown as CopyFormDeps
  const gateway = gatewayOf(profiles[0] ?? expect.unreachable())
  return new CopyForm({ gateway, bucket: 'a', prefix: 'in/' }, selection, 'copy', deps)
}

async function choose(form: CopyForm, id: string | undefined, bucket: string): Promise<void> {
  form.chooseProfile(id)
  form.bucket = bucket
  await form.readSettings()
}

test('profiles of other accounts are offered, and those without an account are not', () => {
  expect(makeForm().destination.profiles.map(({ name }) => name)).toEqual(['bob', 'carol'])
})

test('the bucket of the same name is another one, and no folder goes into itself there', async () => {
  const form = makeForm({ entries: [], prefixes: ['in/d/'] })
  form.folder = 'in/d'
  expect(form.isIntoItself).toBe(true)
  await choose(form, 'bob', 'a')
  form.folder = 'in/d'
  expect([form.isSameBucket, form.isIntoItself, form.isInPlace, form.isUnchanged]).toEqual([false, false, false, false])
  expect(form.isReady).toBe(true)
})

test('the buckets are asked of the other gateway, and by that whose they are', async () => {
  const form = makeForm()
  await choose(form, 'carol', 'theirs')
  expect(form.destination.buckets.value?.map(({ name }) => name)).toEqual(['theirs'])
  expect(noted.map(([{ endpoint }, userId]) => [endpoint, userId])).toEqual([[ELSEWHERE, 'carol']])
  listBuckets = () => Promise.reject(new AppError('access-denied'))
  await choose(form, 'bob', 'known by name')
  expect([form.destination.buckets.error?.kind, form.isReady]).toEqual(['access-denied', true])
})

test('at another gateway nothing is chosen, so that no key is sent there unasked', async () => {
  const form = makeForm()
  await choose(form, 'carol', 'theirs')
  expect([form.encryption, form.isReady]).toEqual([undefined, false])
  form.encryption = 'keep'
  expect(form.isReady).toBe(true)
  await choose(form, undefined, 'a')
  expect([form.encryption, form.destination.isAcross]).toEqual(['keep', false])
})

test('another account of the same gateway is sent no key that this gateway had not', async () => {
  const form = makeForm()
  await choose(form, 'bob', 'b')
  expect([form.encryption, form.isReady]).toEqual(['keep', true])
})

test('what was seen not to be encrypted is copied so, unless the bucket requires encryption', async () => {
  seen = 'clear'
  const form = makeForm()
  await choose(form, 'carol', 'theirs')
  expect([form.encryption, form.isReady]).toEqual(['none', true])
  settings[`${ELSEWHERE} strict`] = { encryption: {} as never }
  await choose(form, 'carol', 'strict')
  expect([form.encryption, form.isReady]).toEqual([undefined, false])
  seen = 'encrypted'
  await choose(form, 'carol', 'theirs')
  expect(form.encryption).toBeUndefined()
  const folder = makeForm({ entries: [], prefixes: ['in/d/'] })
  seen = 'clear'
  await choose(folder, 'carol', 'theirs')
  expect(folder.encryption).toBeUndefined()
})

test('the default key of the other bucket is proposed; any other has to be allowed there first', async () => {
  settings[`${ELSEWHERE} theirs`] = { defaultKeyId: 'k' }
  const form = makeForm()
  await choose(form, 'carol', 'theirs')
  expect([form.encryption, form.keyId, form.isFirstUse, form.isReady]).toEqual(['key', 'k', false, true])
  await choose(form, 'carol', 'more')
  expect(form.encryption).toBeUndefined()
  form.encryption = 'key'
  form.keyId = 'k'
  expect([form.isFirstUse, form.isReady]).toEqual([true, false])
  form.firstUseId = 'k'
  expect(form.isReady).toBe(true)
})

test('a profile that turns out to be of the same account is no longer chosen', async () => {
  const form = makeForm()
  listBuckets = () => {
    sameUser = true
    return Promise.resolve({ buckets: [{ name: 'a' }], userId: 'alice' })
  }
  await choose(form, 'bob', 'theirs')
  expect([form.destination.profile, form.destination.isAcross, form.bucket]).toEqual([undefined, false, 'a'])
})
