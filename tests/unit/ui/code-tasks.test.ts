// Which code is shown of a copy: none that could lose an object.
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import type { ObjectVersion, Versioning } from '../../../src/domain/bucket'
import { CODE_TOOLS, type CodePlace, type CodeTask } from '../../../src/domain/code/code-task'
import { notesOf } from '../../../src/domain/code/notes'
import { writeCode } from '../../../src/domain/code/write-code'
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import type { ObjectEntry } from '../../../src/domain/object-entry'
import type { BucketSettings } from '../../../src/domain/ports'
import type { SseKey } from '../../../src/domain/sse-key'
import { attributesTaskOf } from '../../../src/ui/code/attributes-task'
import { copyTaskOf as taskOrReasonOf } from '../../../src/ui/code/copy-tasks'
import { folderTasks, objectTasks, typedCorsTasks, versionTasks, type KnownKey } from '../../../src/ui/code/tasks'

const place: CodePlace = {
  ...{ endpoint: 'https://rgw.example.org', region: 'us-east-1', pathStyle: true },
  ...{ isAnonymous: false, hasSessionToken: false, isToken: false }
}

test('code for CORS rules begins with what the field is for', () => {
  const origin = 'https://its.example'
  const first = (isChanged: boolean) => typedCorsTasks('b', [], { isChanged, origin })[0]
  expect(first(false)).toMatchObject({ kind: 'set-cors', rules: [{ allowedOrigins: [origin] }] })
  expect(first(true)).toEqual({ kind: 'delete-cors', bucket: 'b' })
  expect(typedCorsTasks('b', undefined, { isChanged: true, origin })[0]).toEqual({ kind: 'read-cors', bucket: 'b' })
})

const entryOf = (key: string): ObjectEntry => ({ key, sizeBytes: 1, etag: 'e', modifiedAtMs: 0 })
type Form = Parameters<typeof taskOrReasonOf>[0]
const copyTaskOf = (...of: Parameters<typeof taskOrReasonOf>): CodeTask | undefined => {
  const task = taskOrReasonOf(...of)
  return typeof task === 'string' ? undefined : task
}
const form = (keys: readonly string[], more: Partial<Form> = {}): Form => ({
  ...{ encryption: 'keep', isMove: true, sseKey: undefined, targetBucket: 'b' },
  renaming: { from: '', to: 'to/' },
  selection: { entries: keys.map(entryOf), prefixes: [] },
  settings: {},
  ...more
})
const fromBucket = (versioning: Versioning | undefined, known?: KnownKey, keys: readonly SseKey[] = []) => ({
  ...{ bucket: 'b', versioning, keys },
  keyOf: () => known
})

/** By tool: inside the gateway, through this computer, or why not. */
function waysOf(task: CodeTask): readonly string[] {
  return CODE_TOOLS.map((tool) => {
    const code = writeCode(tool, place, task)
    if ('cannot' in code) return code.cannot
    const isInside = /copy_object|copy_key|copy-object|copy-source|gateway cp|copyto|moveto/.test(code.text)
    expect(notesOf(tool, task).includes('through-here')).toBe(!isInside)
    return isInside ? 'inside' : 'through here'
  })
}
const INSIDE = CODE_TOOLS.map(() => 'inside')
const THROUGH = ['through here', 'through here', 'through here', 'no-safe-copy', 'no-safe-copy', 'no-safe-copy']
const find = (tasks: readonly CodeTask[], kind: CodeTask['kind']) => tasks.find((task) => task.kind === kind)

describe.each([
  ['off', INSIDE],
  ['suspended', THROUGH],
  ['on', THROUGH], // the latest may have been written while it was suspended
  [undefined, THROUGH]
] as const)('versioning %s', (versioning, ways) => {
  test('copies by CopyObject only what becomes an object of its own', () => {
    const ofDialog = copyTaskOf(form(['x']), fromBucket(versioning))
    const ofObject = objectTasks('b', 'x', undefined, { settings: {}, versioning })
    for (const task of [ofDialog, find(ofObject, 'copy'), find(ofObject, 'move')])
      expect(task && waysOf(task)).toEqual(ways)
  })
})

test('no code copies onto an object that is selected', () => {
  const task = (more: Partial<Form>) => copyTaskOf(form(['x', 'b/x'], more), fromBucket('off'))
  const into = { renaming: { from: '', to: 'b/' } }
  expect(task(into)).toBeUndefined()
  expect(task({ ...into, isMove: false })).toBeUndefined()
  expect(task({ renaming: { from: '', to: '' } })).toBeUndefined()
  expect(task({ ...into, targetBucket: 'other' })).toBeDefined()
  expect(task({})).toBeDefined()
})

test('where there is no code of a copy, the reason is told', () => {
  const sseKey = { id: 'k', name: 'group', form: 'binary' } as SseKey
  const reasonOf = (more: Partial<Form>, keyOf: (entry: ObjectEntry) => KnownKey = () => undefined) =>
    taskOrReasonOf(form(['x', 'y'], more), { ...fromBucket('off'), keyOf })
  const required: BucketSettings = { encryption: { by: 'lockgate' } as BucketSettings['encryption'] }
  const many = Array.from({ length: 101 }, (_, index) => entryOf(`${index}`))
  expect(reasonOf({ selection: { entries: [], prefixes: [] } })).toBe('nothing')
  expect(reasonOf({ selection: { entries: many, prefixes: [] } })).toBe('too-many')
  expect(reasonOf({ encryption: 'key' })).toBe('not-chosen')
  expect(reasonOf({ renaming: { from: '', to: '' } })).toBe('replaces-sources')
  expect(reasonOf({}, ({ key }) => (key === 'x' ? sseKey : undefined))).toBe('several-keys')
  expect(reasonOf({}, ({ key }) => (key === 'x' ? sseKey : 'unknown'))).toBe('encryption-unknown')
  expect(reasonOf({ settings: required })).toBe('may-not-write')
})

describe('a folder', () => {
  const sseKey = { name: 'group', form: 'binary' } as SseKey
  const required: BucketSettings = { encryption: { by: 'lockgate' } as BucketSettings['encryption'] }
  const taskOf = (prefixes: readonly string[], renaming: Form['renaming'], more: Partial<Form> = {}) =>
    copyTaskOf(
      form([], { renaming, selection: { entries: [], prefixes: prefixes as FolderPrefix[] }, ...more }),
      fromBucket('off', 'unknown', [sseKey])
    )

  test('is looked at with the keys that may open its objects', () => {
    const task = taskOf(['a/', 'b/'], { from: '', to: 'to/' })
    expect(task).toMatchObject({
      kind: 'move-folder',
      folders: [
        { prefix: 'a/', targetPrefix: 'to/a/' },
        { prefix: 'b/', targetPrefix: 'to/b/' }
      ],
      sourceKeyFiles: [{ form: 'binary' }],
      encryption: 'keep'
    })
    if (task === undefined) return
    for (const tool of ['boto3', 'aws'] as const) expect(notesOf(tool, task)).toContain('unopened-stay')
  })

  test.each([
    [['a/'], { from: 'a/', to: 'a/b/' }, false],
    [['a/a/'], { from: 'a/', to: '' }, false],
    [['x/a/'], { from: 'x/', to: '' }, true],
    [['a/'], { from: 'a/', to: 'a-copy/' }, true],
    [['b/', 'a/b/'], { from: '', to: 'a/' }, false]
  ] as const)('%j renamed by %j: shown %s', (prefixes, renaming, isShown) => {
    expect(taskOf(prefixes, renaming) !== undefined).toBe(isShown)
    expect(taskOf(prefixes, renaming, { targetBucket: 'other' })).toBeDefined()
  })

  test('has no code that could store something unencrypted where encryption is required', () => {
    const renaming = { from: '', to: 'to/' }
    for (const encryption of ['keep', 'none'] as const)
      expect(taskOf(['a/'], renaming, { encryption, settings: required })).toBeUndefined()
    const chosen = { encryption: 'key', sseKey, settings: required } as const
    expect(taskOf(['a/'], renaming, chosen)).toMatchObject({ encryption: { form: 'binary' } })
    expect(taskOf(['a/'], renaming, { encryption: 'keep', settings: undefined })).toBeUndefined()
    expect(taskOf(['a/'], renaming, { encryption: undefined })).toBeUndefined()
  })
})

describe('a copy to another account', () => {
  const sseKey = { name: 'group', form: 'binary' } as SseKey
  const open = { ...place, endpoint: 'http://rgw.example.org' }
  const taskOf = (more: Partial<Form>, known?: KnownKey, target = place) =>
    copyTaskOf(form(['x'], more), fromBucket('off', known, [sseKey]), target)
  const limitsOf = (task: CodeTask | undefined) =>
    task && CODE_TOOLS.map((tool) => ('text' in writeCode(tool, place, task) ? 'through here' : 'none'))

  test('goes through this computer, even into a bucket and onto a name as those of the source', () => {
    const task = taskOf({ renaming: { from: '', to: '' } })
    expect(limitsOf(task)).toEqual(['through here', 'through here', 'through here', 'none', 'none', 'none'])
    expect(task && notesOf('aws', task)).toContain('through-here')
    expect(task && notesOf('aws', task)).not.toContain('tags-not-copied')
    expect(task && notesOf('aws', task, true)).toContain('tags-not-copied')
  })

  test('is not shown before its encryption is chosen', () => {
    expect(taskOf({ encryption: undefined })).toBeUndefined()
    expect(taskOf({ encryption: undefined }, sseKey)).toBeUndefined()
  })

  test('sends no key over plain http, and is shown where none goes there', () => {
    const kept = taskOf({}, sseKey, open)
    expect(kept && writeCode('aws', place, kept)).toEqual({ cannot: 'key-over-http' })
    const decrypted = taskOf({ encryption: 'none' }, sseKey, open)
    expect(decrypted && writeCode('aws', place, decrypted)).toHaveProperty('text')
    const encrypted = taskOf({ encryption: 'key', sseKey })
    expect(encrypted && writeCode('aws', open, encrypted)).toHaveProperty('text')
    const folder = { entries: [], prefixes: ['a/'] as FolderPrefix[] }
    for (const [encryption, result] of [
      ['keep', 'cannot'],
      ['none', 'text']
    ] as const) {
      const ofFolder = taskOf({ encryption, selection: folder }, undefined, open)
      expect(ofFolder && writeCode('aws', place, ofFolder)).toHaveProperty(result)
    }
  })
})

describe('a restore', () => {
  const version = { key: 'x', versionId: 'v1', isLatest: false, isDeleteMarker: false } as ObjectVersion
  const restoreOf = (versionId: string, versioning: Versioning | undefined) =>
    find(versionTasks('b', { ...version, versionId }, undefined, { settings: {}, versioning }), 'restore')

  test.each([
    ['v1', 'on', ['inside', 'inside', 'inside', 'no-versions', 'no-versions', 'inside'], false],
    ['null', 'on', THROUGH, false],
    ['v1', 'suspended', THROUGH, true]
  ] as const)('of %s, versioning %s', (versionId, versioning, ways, replacesNull) => {
    const task = restoreOf(versionId, versioning)
    expect(task && waysOf(task)).toEqual(ways)
    expect(task && notesOf('boto3', task).includes('replaces-null')).toBe(replacesNull)
  })

  test('has no code where it could replace its own source', () => {
    expect(restoreOf('null', 'suspended')).toBeUndefined()
    expect(restoreOf('v1', undefined)).toBeUndefined()
  })
})

describe('code that writes', () => {
  const sseKey = { id: 'k', name: 'group', form: 'binary' } as SseKey
  const keys = { byId: (id: string | undefined) => (id === 'k' ? sseKey : undefined) }
  const required: BucketSettings = { encryption: { by: 'lockgate' } as BucketSettings['encryption'] }
  const version = { key: 'x', versionId: 'v1', isLatest: false, isDeleteMarker: false } as ObjectVersion
  const writes = (tasks: readonly (CodeTask | undefined)[]) =>
    tasks.flatMap((task) => (task && ['upload', 'copy', 'move', 'restore'].includes(task.kind) ? [task] : []))
  const all = (settings: BucketSettings | undefined, known: KnownKey) =>
    writes([
      copyTaskOf({ ...form(['x']), settings }, fromBucket('on', known)),
      ...objectTasks('b', 'x', known, { settings, versioning: 'on' }),
      ...versionTasks('b', version, known, { settings, versioning: 'on' })
    ])

  test('is shown for the encryption that the object has', () => {
    expect(all({}, undefined)).toHaveLength(5)
    const keyed = all(required, sseKey)
    expect(keyed).toHaveLength(5)
    for (const task of keyed) expect(task).toMatchObject({ keyFile: { form: 'binary' } })
  })

  test('is not shown where encryption is required and there is no key, or one of them is not known', () => {
    for (const [settings, known] of [
      [required, undefined],
      [required, 'unknown'],
      [{}, 'unknown'],
      [undefined, undefined],
      [undefined, sseKey]
    ] as const)
      expect(all(settings, known)).toEqual([])
  })

  test('decrypts nothing in a bucket that requires encryption', () => {
    const task = copyTaskOf({ ...form(['x'], { encryption: 'none' }), settings: required }, fromBucket('off', sseKey))
    expect(task).toBeUndefined()
  })

  test('uploads into a folder by the bucket’s settings', () => {
    const folder = { bucket: 'b', prefix: '', isFlat: false }
    const upload = (settings: BucketSettings | undefined) => writes(folderTasks(folder, settings, keys))
    expect(upload({})).toHaveLength(1)
    expect(upload({ ...required, defaultKeyId: 'k' })).toMatchObject([{ keyFile: { form: 'binary' } }])
    for (const settings of [undefined, required, { defaultKeyId: 'gone' }]) expect(upload(settings)).toEqual([])
  })
})

describe('the properties of an object as code', () => {
  const acl = { owner: { id: 'alice' }, grants: [] }
  const properties = { contentType: 'text/csv', contentEncoding: 'aws-chunked', metadata: { run: '1' }, others: [] }
  const source = { key: 'k', etag: 'e', sizeBytes: 1, sseKey: undefined, versionId: undefined, acl, properties }
  type Edit = Parameters<typeof attributesTaskOf>[0]
  const edit = (more: object = {}, ofOpened: object = {}): Edit => {
    const job = { versioning: 'off', mustEncrypt: false }
    const value = { job, source, entry: entryOf('k'), tags: { state: 'raw' }, refusal: undefined, ...ofOpened }
    const place = { bucket: 'b', gateway: { storage: { account: { userId: 'bob' } } } }
    const changes = { headers: { cacheControl: 'no-store' }, metadata: { run: '2' }, tags: { state: null } }
    return { opened: { value }, changes, place, hasProblem: false, ...more } as unknown as Edit
  }
  const onlyTags = { changes: { headers: {}, metadata: {}, tags: { year: '2026' } } }

  test('has all that the object is to have, for the account that writes it', () => {
    const rewrite = {
      etag: 'e',
      headers: { contentType: 'text/csv', cacheControl: 'no-store' },
      metadata: { run: '2' }
    }
    const isOwn = { owner: { id: 'bob' } }
    expect(attributesTaskOf(edit())).toMatchObject({
      key: 'k',
      tags: {},
      rewrite: { ...rewrite, acl: isOwn, isSafe: true }
    })
    expect(attributesTaskOf(edit(onlyTags))).toEqual({
      ...{ kind: 'set-attributes', bucket: 'b', key: 'k' },
      tags: { state: 'raw', year: '2026' }
    })
  })

  test.each([
    ['a line has a problem', 'invalid', edit({ hasProblem: true })],
    ['tags are unreadable', 'could-lose', edit(onlyTags, { tags: new AppError('access-denied') })],
    ['a property would be lost', 'could-lose', edit({}, { refusal: { code: 'retention' } })],
    ['the object is unreadable', 'could-lose', edit({}, { source: new AppError('access-denied') })],
    ['it would be stored unencrypted', 'may-not-write', edit({}, { job: { versioning: 'off', mustEncrypt: true } })]
  ])('is not shown where %s, and says so', (_, why, state) => expect(attributesTaskOf(state)).toBe(why))

  test('is not spoken of before the object is read', () =>
    expect(attributesTaskOf(edit({ opened: { value: undefined } }))).toBeUndefined())

  test.each([
    ['of an encrypted object', { source: { ...source, sseKey: {} } }],
    ['where versions are suspended', { job: { versioning: 'suspended', mustEncrypt: false } }]
  ])('%s copies nothing, and sets tags', (_, opened) => {
    const waysOfTask = (task: ReturnType<typeof attributesTaskOf>) =>
      typeof task === 'object' && CODE_TOOLS.map((tool) => writeCode(tool, place, task))
    expect(waysOfTask(attributesTaskOf(edit({}, opened)))).toEqual(CODE_TOOLS.map(() => ({ cannot: 'no-safe-copy' })))
    expect(attributesTaskOf(edit(onlyTags, opened))).not.toHaveProperty('rewrite')
  })
})
