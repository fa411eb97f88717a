// Restoring an older version: not in the clear where nothing may be, and not called whole before it was seen.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { Gateway } from '../../../src/domain/gateway'
import { ObjectVersionsState } from '../../../src/ui/objects/object-versions.svelte'
import { FastClock } from '../transfers/fakes'
import { LockedStorage, makeGateway, makeObservations } from '../state/fakes'

const ACL = { owner: { id: 'alice' }, grants: [] }

async function makeVersions() {
  const storage = new LockedStorage()
  const entry = storage.store('k', undefined)
  const rig = { restored: 0, lookFailure: undefined as AppError | undefined }
  const read = () =>
    rig.restored > 0 && rig.lookFailure !== undefined
      ? Promise.reject(rig.lookFailure)
      : Promise.resolve({ sizeBytes: entry.sizeBytes, etag: entry.etag, metadata: {}, isWhole: true, others: [] })
  const gateway = makeGateway(storage, {
    properties: { read, tagsOf: () => Promise.resolve({}) } as unknown as Gateway['properties'],
    buckets: { versioningOf: () => Promise.resolve('on') } as unknown as Gateway['buckets'],
    access: { ofObject: () => Promise.resolve(ACL) } as unknown as Gateway['access'],
    versions: {
      listPage: () => Promise.resolve({ versions: [], next: undefined }),
      restore: () => Promise.resolve(void rig.restored++)
    } as unknown as Gateway['versions']
  })
  const { observations, keys } = await makeObservations()
  const place = { gateway, bucket: 'lab', key: 'k' }
  const versions = new ObjectVersionsState(place, { observations, keys, clock: new FastClock() })
  const version = { ...entry, versionId: 'v1', isLatest: false, isDeleteMarker: false }
  return { rig, versions, version, observations, storage }
}

test('an unencrypted version is not restored when only encrypted uploads may go there', async () => {
  const { rig, versions, version, observations, storage } = await makeVersions()
  const rule = { by: 'lockgate', provenAtMs: 5, findings: undefined, policyJson: undefined } as const
  await observations.setEncryption(storage, 'lab', rule)
  expect(await versions.restore(version)).toBe(false)
  expect([versions.failure?.error.kind, rig.restored]).toEqual(['must-be-encrypted', 0])
})

test('a copy that could not be looked at is no failure and no success, until it was looked at', async () => {
  const { rig, versions, version } = await makeVersions()
  rig.lookFailure = new AppError('access-denied')
  expect(await versions.restore(version)).toBe(true)
  expect(versions.restored).toMatchObject({ report: undefined, error: { kind: 'access-denied' } })
  rig.lookFailure = undefined
  await versions.retryReport()
  expect(versions.restored).toMatchObject({ report: { acl: { state: 'kept' } }, error: undefined })
  expect(rig.restored).toBe(1)
})
