// Which account a profile reaches, as far as the gateway has told.
import { expect, test } from 'vitest'
import { idOfCredentials, idOfUser } from '../../../src/domain/account'
import type { Profile } from '../../../src/domain/profile'
import { Accounts } from '../../../src/state/accounts.svelte'
import { ELSEWHERE, FakeAccountStore, HERE, makeProfile } from './fakes'

const [first, second, carol] = [
  makeProfile('first', { accessKey: 'KEY-1' }),
  makeProfile('second', { accessKey: 'KEY-2' }),
  makeProfile('carol', { accessKey: 'KEY-3' })
]
const makeAccounts = (profiles: readonly Profile[] = [], store = new FakeAccountStore()) => {
  const list = [...profiles]
  return { store, list, accounts: new Accounts(store, () => list) }
}

test('the credentials stand for the user until the gateway has named it, and go on to name what was stored then', async () => {
  const { accounts } = makeAccounts()
  const account = accounts.of(first)
  const standIn = idOfCredentials(first)
  expect([account.id, account.ids, account.userId]).toEqual([standIn, [standIn], undefined])
  await accounts.noteUser(account, 'alice')
  expect([account.id, account.userId]).toEqual([idOfUser(HERE, 'alice'), 'alice'])
  expect(account.ids).toEqual([idOfUser(HERE, 'alice'), standIn])
  expect(account.credentialsId).toBe(standIn)
})

test('is known at the next start, before anything is asked, and also where the store fails', async () => {
  const { accounts, store } = makeAccounts()
  await accounts.noteUser(accounts.of(first), 'alice')
  const next = makeAccounts([], store).accounts
  await next.load()
  expect(next.of(first).userId).toBe('alice')
  store.isBroken = true
  const broken = makeAccounts([], store).accounts
  await broken.load()
  expect(broken.of(first).userId).toBeUndefined()
  await broken.noteUser(broken.of(first), 'alice')
  expect(broken.of(first).userId).toBe('alice')
})

test('two access keys of one user are one account, two tenants on one gateway are two', async () => {
  const { accounts } = makeAccounts()
  await accounts.noteUser(accounts.of(first), 'alice')
  await accounts.noteUser(accounts.of(second), 'alice')
  await accounts.noteUser(accounts.of(carol), 'physics$alice')
  expect(accounts.of(first).id).toBe(accounts.of(second).id)
  expect(accounts.of(first).ids).toEqual(accounts.of(second).ids)
  expect(accounts.of(first).ids).toHaveLength(3)
  expect(accounts.of(carol).id).not.toBe(accounts.of(first).id)
  expect(accounts.of({ ...first, endpoint: ELSEWHERE }).ids).toEqual([
    idOfCredentials({ ...first, endpoint: ELSEWHERE })
  ])
})

test('nothing of the credentials is stored', async () => {
  const { accounts, store } = makeAccounts()
  const token = btoa(JSON.stringify({ RGW_TOKEN: { version: 1, type: 'ldap', id: 'dave', key: 'secret' } }))
  for (const accessKey of ['KEY-1', token]) await accounts.noteUser(accounts.of({ ...first, accessKey }), 'someone')
  const text = JSON.stringify([...store.kept])
  for (const secret of ['KEY-1', 'secret', token]) expect(text).not.toContain(secret)
})

test('an anonymous account stays anonymous, whatever user is named for it', async () => {
  const { accounts, store } = makeAccounts()
  const anonymous = accounts.of({ ...first, accessKey: '' })
  await accounts.noteUser(anonymous, 'anonymous')
  expect([anonymous.userId, store.kept.size]).toEqual([undefined, 0])
})

test('what was stored for a profile is its account’s while it exists there, and may be anyone’s of that endpoint after', async () => {
  const { accounts, list } = makeAccounts([first, second, carol])
  await accounts.noteUser(accounts.of(first), 'alice')
  await accounts.noteUser(accounts.of(second), 'alice')
  const ownershipOf = (profile: Profile, profileId: string | undefined) => accounts.of(profile).ownershipOf(profileId)
  expect([first, second, carol].map((profile) => ownershipOf(profile, 'first'))).toEqual(['own', 'own', 'foreign'])
  list.splice(0, 1)
  expect([second, carol].map((profile) => ownershipOf(profile, 'first'))).toEqual(['perhaps', 'perhaps'])
  expect(ownershipOf(carol, undefined)).toBe('perhaps')
  list.push({ ...first, endpoint: ELSEWHERE }) // it was pointed to another gateway
  expect(ownershipOf(carol, 'first')).toBe('perhaps')
})
