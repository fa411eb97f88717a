// Accounts for tests, known by one name each.
import type { Account, AccountId } from '../../../src/domain/account'

/** @param names of users, the one under which things are stored first */
export function makeAccount(endpoint = 'https://rgw.example.edu', ...names: readonly string[]): Account {
  const ids = (names.length === 0 ? ['alice'] : names).map((name) => `${endpoint} user ${name}` as AccountId)
  const [id = '' as AccountId] = ids
  return {
    endpoint,
    userId: names[0],
    id,
    ids,
    credentialsId: ids.at(-1) ?? id,
    ownershipOf: (profileId) => (profileId === 'p' ? 'own' : profileId === undefined ? 'perhaps' : 'foreign')
  }
}
