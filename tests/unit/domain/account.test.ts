// Names of accounts: what stands for a user until the gateway names one, and what no name may hold.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountKey, idOfAnonymous, idOfCredentials, idOfUser, ownershipOf } from '../../../src/domain/account'
import { sha256Hex } from '../../../src/domain/sha256'
import { makeAccount } from './accounts'

const endpoint = 'https://rgw.example.edu'
const tokenOf = (type: string, id: string, key: string): string =>
  btoa(JSON.stringify({ RGW_TOKEN: { version: 1, type, id, key } }))

test('SHA-256 is that of everybody else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'))
    })
  )
})

describe('the id of credentials', () => {
  const idOf = (accessKey: string): string => idOfCredentials({ endpoint, accessKey })

  test('is one for one access key, and holds no part of it', () => {
    expect(idOf('AKIAEXAMPLE')).toBe(idOf('AKIAEXAMPLE'))
    expect(idOf('AKIAEXAMPLE')).not.toBe(idOf('AKIAEXAMPLF'))
    expect(idOf('AKIAEXAMPLE')).not.toContain('AKIAEXAMPLE')
    expect(idOfCredentials({ endpoint: 'https://b', accessKey: 'AKIAEXAMPLE' })).not.toBe(idOf('AKIAEXAMPLE'))
  })

  test('of a token is type and user: a new password is the same account, and none is in it', () => {
    const [old, renewed] = [tokenOf('ldap', 'carol', 'secret-1'), tokenOf('ldap', 'carol', 'secret-2')]
    expect(idOf(old)).toBe(idOf(renewed))
    expect(idOf(tokenOf('ad', 'carol', 'secret-1'))).not.toBe(idOf(old))
    const broken = btoa(JSON.stringify({ RGW_TOKEN: { version: 9, type: 'ldap', id: 'carol', key: 'secret-1' } }))
    for (const [id, token] of [
      [idOf(old), old],
      [idOf(broken), broken]
    ] as const) {
      expect(id).not.toContain('secret')
      expect(id).not.toContain(token.slice(0, 20))
    }
    expect(idOf(broken)).not.toContain(sha256Hex(broken).slice(0, 8)) // a weak password could be guessed from it
  })

  test('is never taken for a user, for anonymous requests or for an endpoint', () => {
    const kinds = [idOf(''), idOf('alice'), idOf(tokenOf('ldap', 'alice', 'x')), idOfUser(endpoint, 'alice'), endpoint]
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(idOf('')).toBe(idOfAnonymous(endpoint))
    // A user may have any name.
    expect(new Set([idOfUser(endpoint, 'anonymous'), idOfAnonymous(endpoint)]).size).toBe(2)
  })
})

test('the key of a thing is one for the same parts, and another for any others', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('', ' ', '"', ',', '","'), fc.integer())
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (one, other) => {
      const id = idOfUser(endpoint, 'carol')
      const isSame = JSON.stringify(one) === JSON.stringify(other)
      expect(accountKey(id, ...one) === accountKey(id, ...other)).toBe(isSame)
      expect(accountKey(id, ...one)).not.toBe(accountKey(idOfUser(endpoint, 'dave'), ...one))
    })
  )
})

describe('an entry of a journal', () => {
  const account = makeAccount(endpoint, 'alice', 'stand-in')

  test('is the account’s under its user and under what stood for that', () => {
    for (const accountId of account.ids) expect(ownershipOf(account, { endpoint, accountId })).toBe('own')
    expect(ownershipOf(account, { endpoint, accountId: idOfUser(endpoint, 'physics$carol') })).toBe('foreign')
  })

  test('of an earlier version is that of the profile’s account, at its endpoint only', () => {
    expect(ownershipOf(account, { endpoint, profileId: 'p' })).toBe('own')
    expect(ownershipOf(account, { endpoint, profileId: 'q' })).toBe('foreign')
    expect(ownershipOf(account, { endpoint, profileId: undefined })).toBe('perhaps')
    expect(ownershipOf(account, { endpoint: 'https://b', profileId: 'p' })).toBe('foreign')
  })
})
