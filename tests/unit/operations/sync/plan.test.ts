// What a sync would do: for any two trees and any memory of them, what must never happen does not.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actionOf,
  planSync,
  type ComparedPath,
  type SyncAction,
  type SyncChoice,
  type SyncOptions
} from '../../../../src/operations/sync/plan'

interface Side {
  /** Stands for the bytes: its size and ETag follow from it. */
  readonly content: number
  readonly ms: number
}

/** One path on both sides, and as both were last. */
interface Model {
  readonly path: string
  readonly local: Side | undefined
  readonly remote: (Side & { readonly fileDateMs: number | undefined }) | undefined
  readonly former: Side | undefined
}

const NOW_MS = 1000
const sizeOf = (content: number): number => content % 3
const etagOf = (content: number): string => `etag-${content}`

function compared({ path, local, remote, former }: Model): ComparedPath {
  const file = { name: path } as File
  return {
    path,
    local: local && { path, file, sizeBytes: sizeOf(local.content), modifiedAtMs: local.ms },
    remote: remote && {
      key: path,
      sizeBytes: sizeOf(remote.content),
      modifiedAtMs: remote.ms,
      etag: etagOf(remote.content)
    },
    fileDateMs: remote?.fileDateMs,
    former: former && {
      sizeBytes: sizeOf(former.content),
      modifiedAtMs: former.ms,
      etag: etagOf(former.content)
    },
    isSame: local !== undefined && local.content === remote?.content
  }
}

const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined })
const side = { content: fc.nat(6), ms: fc.nat(5) }
const model = (path: string): fc.Arbitrary<Model> =>
  fc.record({
    path: fc.constant(path),
    local: optional(fc.record(side)),
    remote: optional(fc.record({ ...side, fileDateMs: optional(fc.nat(5)) })),
    former: optional(fc.record(side))
  })
const isThere = ({ local, remote }: Model): boolean => local !== undefined || remote !== undefined
const trees = fc.tuple(model('a'), model('b'), model('d/c')).map((some) => some.filter(isThere))
const options: fc.Arbitrary<SyncOptions> = fc.record({
  direction: fc.constantFrom('up', 'down', 'both'),
  deletesMissing: fc.boolean()
})
const choice = fc.constantFrom<SyncChoice | undefined>('upload', 'download', undefined)

function carriedOut(one: Model, action: SyncAction | undefined): Model {
  const { local, remote } = one
  if (action?.startsWith('upload') && local !== undefined)
    return { ...one, remote: { ...local, ms: NOW_MS, fileDateMs: local.ms }, former: local }
  if (action?.startsWith('download') && remote !== undefined) {
    const now = { content: remote.content, ms: NOW_MS }
    return { ...one, local: now, former: now }
  }
  if (action === 'delete-local') return { ...one, local: undefined, former: undefined }
  if (action === 'delete-remote') return { ...one, remote: undefined, former: undefined }
  return one
}

describe('a plan', () => {
  it('deletes nothing unless told to, and nothing at all both ways', () => {
    fc.assert(
      fc.property(trees, options, choice, (some, asked, chosen) => {
        const actions = planSync(some.map(compared), asked).map((row) => actionOf(row, chosen))
        if (asked.direction === 'both' || !asked.deletesMissing)
          expect(actions.filter((action) => action?.startsWith('delete'))).toEqual([])
      })
    )
  })

  it('deletes only what the other side has not, on the side that is written to', () => {
    fc.assert(
      fc.property(trees, options, choice, (some, asked, chosen) => {
        for (const row of planSync(some.map(compared), asked)) {
          const action = actionOf(row, chosen)
          if (action === 'delete-remote') expect([asked.direction, row.compared.local]).toEqual(['up', undefined])
          if (action === 'delete-local') expect([asked.direction, row.compared.remote]).toEqual(['down', undefined])
        }
      })
    )
  })

  it('overwrites, unasked, only what is as it was synced, or is older than what takes its place', () => {
    fc.assert(
      fc.property(trees, options, (some, asked) => {
        for (const row of planSync(some.map(compared), asked)) {
          const { local, remote, former, fileDateMs } = row.compared
          const action = actionOf(row, undefined)
          if (local === undefined || remote === undefined) continue
          const remoteMs = fileDateMs ?? remote.modifiedAtMs
          if (action === 'upload-changed')
            expect(remote.etag === former?.etag || remoteMs < local.modifiedAtMs).toBe(true)
          if (action === 'download-changed') {
            const isUntouched = local.sizeBytes === former?.sizeBytes && local.modifiedAtMs === former.modifiedAtMs
            expect(isUntouched || local.modifiedAtMs < remoteMs).toBe(true)
          }
        }
      })
    )
  })

  it('asks where both have changed, in each direction', () => {
    const both = compared({
      path: 'a',
      former: { content: 0, ms: 1 },
      local: { content: 1, ms: 3 },
      remote: { content: 2, ms: 2, fileDateMs: undefined }
    })
    for (const direction of ['up', 'down', 'both'] as const) {
      const [row] = planSync([both], { direction, deletesMissing: true })
      expect([row?.group, row?.newer, row && actionOf(row, undefined)]).toEqual(['ask', 'local', undefined])
    }
  })

  it('asks both ways where nothing is remembered of two versions', () => {
    fc.assert(
      fc.property(trees, (some) => {
        const rows = planSync(
          some.map((one) => compared({ ...one, former: undefined })),
          {
            direction: 'both',
            deletesMissing: false
          }
        )
        for (const { group, compared: one } of rows)
          if (one.local !== undefined && one.remote !== undefined) expect(group).toBe(one.isSame ? 'same' : 'ask')
      })
    )
  })

  it('does nothing with what is not possible', () => {
    fc.assert(
      fc.property(model('a'), options, choice, (one, asked, chosen) => {
        const problem = { code: 'file-and-folder' } as const
        const [row] = planSync([{ ...compared(one), problem }], asked)
        expect(row && actionOf(row, chosen)).toBeUndefined()
      })
    )
  })

  it('that was carried out leaves the sides the same as far as was agreed, and the next one does nothing', () => {
    fc.assert(
      fc.property(trees, options, choice, (some, asked, chosen) => {
        const rows = planSync(some.map(compared), asked)
        const after = some.map((one, index) => {
          const row = rows[index]
          const done = carriedOut(one, row && actionOf(row, chosen))
          // What is seen to be the same is remembered.
          return done.local !== undefined && done.local.content === done.remote?.content
            ? { ...done, former: done.local }
            : done
        })
        for (const row of planSync(after.filter(isThere).map(compared), asked)) {
          const before = rows.find(({ compared: { path } }) => path === row.compared.path)
          expect(actionOf(row, undefined)).toBeUndefined()
          const { local, remote } = row.compared
          const wasLeft = before !== undefined && actionOf(before, chosen) === undefined
          if (!wasLeft && local !== undefined && remote !== undefined) expect(row.group).toBe('same')
        }
      })
    )
  })
})

it('what was deleted on one side since the last sync is brought back only when chosen, both ways', () => {
  const gone = compared({ path: 'a', local: { content: 1, ms: 1 }, remote: undefined, former: { content: 1, ms: 1 } })
  const [row] = planSync([gone], { direction: 'both', deletesMissing: true })
  expect(row && [row.group, actionOf(row, undefined), actionOf(row, 'upload')]).toEqual([
    'only-local',
    undefined,
    'upload-new'
  ])
})
