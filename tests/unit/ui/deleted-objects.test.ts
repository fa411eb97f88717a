// What only a delete marker hides: found among versions, and restored only as far as it was seen again.
import { expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { ObjectVersion, VersionPage } from '../../../src/domain/bucket'
import type { DeleteTarget, Gateway } from '../../../src/domain/gateway'
import { DeletedObjects } from '../../../src/ui/objects/deleted-objects.svelte'
import { FakeStorage } from '../transfers/fake-storage'
import { makeGateway } from '../state/fakes'

const version = (key: string, change: Partial<ObjectVersion> = {}): ObjectVersion => {
  const rest = { versionId: 'v1', isLatest: false, isDeleteMarker: false, sizeBytes: 1, modifiedAtMs: 1, etag: 'e' }
  return { key, ...rest, ...change }
}
const marker = (key: string, isLatest = true): ObjectVersion =>
  version(key, { versionId: 'm1', isDeleteMarker: true, isLatest })

function makeDeleted(pages: readonly (readonly ObjectVersion[])[]) {
  const storage = new FakeStorage()
  const rig = { deleted: [] as DeleteTarget[], fails: undefined as AppError | undefined, returns: true }
  const versions = {
    listPage: ({ after }: { after?: VersionPage['next'] }): Promise<VersionPage> => {
      const at = after === undefined ? 0 : Number(after.keyMarker)
      const next = at + 1 < pages.length ? { keyMarker: String(at + 1), versionIdMarker: undefined } : undefined
      return Promise.resolve({ versions: pages[at] ?? [], next })
    },
    deleteBatch: (_: string, targets: readonly DeleteTarget[]) => {
      if (rig.fails !== undefined) return Promise.resolve([{ item: targets[0], error: rig.fails }])
      rig.deleted.push(...targets)
      const object = { bytes: Buffer.from('x'), etag: 'e', sseKeyId: undefined, metadata: {}, modifiedAtMs: 1 }
      for (const { key } of targets) if (rig.returns) storage.objects.set(key, object)
      return Promise.resolve([])
    }
  } as unknown as Gateway['versions']
  return { rig, deleted: new DeletedObjects(makeGateway(storage, { versions }), 'lab', 'in/') }
}

test('only what is hidden now is told, over all pages', async () => {
  const { deleted } = makeDeleted([
    [marker('in/a'), version('in/a'), version('in/b', { isLatest: true })],
    [version('in/c', { isLatest: true }), marker('in/c', false), marker('in/d')]
  ])
  expect(deleted.markers).toBeUndefined()
  await deleted.look()
  expect([deleted.markers?.map(({ key }) => key), deleted.hasMore]).toEqual([['in/a', 'in/d'], false])
})

test('searched again, it starts over; stopped, there is a rest', async () => {
  const pages = [[marker('in/a')], [marker('in/b/c')]]
  const { deleted } = makeDeleted(pages)
  await deleted.look()
  pages[0] = []
  await deleted.look(true)
  expect(deleted.markers?.map(({ key }) => key)).toEqual(['in/b/c'])
  const looking = deleted.look(true)
  await Promise.resolve()
  deleted.found.stop()
  await looking
  expect([deleted.found.isLoading, deleted.markers, deleted.hasMore]).toEqual([false, [], true])
})

test('the marker alone is removed, and the object is restored only when it is listed', async () => {
  const { rig, deleted } = makeDeleted([[marker('in/a')]])
  expect(await deleted.restore(marker('in/a'))).toBe(true)
  expect(rig.deleted).toEqual([{ key: 'in/a', versionId: 'm1' }])
  const nothing = makeDeleted([[marker('in/z')]])
  nothing.rig.returns = false
  expect(await nothing.deleted.restore(marker('in/z'))).toBe(false)
  expect(nothing.deleted.failure).toMatchObject({ kind: 'error', key: 'in/z', error: { kind: 'no-such-object' } })
})

test('a marker that hides nothing any longer stays, and what is there is told', async () => {
  const stale = version('in/a', { versionId: 'null', isDeleteMarker: true, isLatest: true })
  const fresh = version('in/a', { versionId: 'null', isLatest: true, etag: 'fresh' })
  const { rig, deleted } = makeDeleted([[fresh]])
  expect(await deleted.restore(stale)).toBe(false)
  expect(rig.deleted).toEqual([])
  expect(deleted.failure).toEqual({ kind: 'changed', key: 'in/a', latest: fresh })
})

test('a refusal is told', async () => {
  const { rig, deleted } = makeDeleted([[marker('in/a')]])
  rig.fails = new AppError('access-denied')
  expect(await deleted.restore(marker('in/a'))).toBe(false)
  expect([deleted.failure, deleted.busyKey]).toMatchObject([{ error: { kind: 'access-denied' } }, undefined])
})
