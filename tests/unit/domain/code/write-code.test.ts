// What code may hold: names, and never a credential or a key.
import { describe, expect, test } from 'vitest'
import {
  CODE_TOOLS,
  placeOf,
  type CodePlace,
  type CodeTask,
  type CodeTaskKind,
  type CopyTask,
  type FolderCopyTask
} from '../../../../src/domain/code/code-task'
import { pageRule } from '../../../../src/domain/cors'
import { differencesOf } from '../../../../src/domain/code/manual-differences'
import { variablesOf, writeCode } from '../../../../src/domain/code/write-code'
import { INVISIBLE } from '../../../../src/domain/invisible'
import type { Profile } from '../../../../src/domain/profile'
import type { SseKey } from '../../../../src/domain/sse-key'
import { keyFileOf } from '../../../../src/ui/code/tasks'

const SECRETS = ['AKIDEXAMPLE', 'sEcReT/kEy+1', 'session-token-2', 'keystring-of-32-characters-long!']
const profile: Profile = {
  id: 'p',
  name: 'p',
  endpoint: 'https://rgw.example.org',
  region: 'us-east-1',
  pathStyle: true,
  accessKey: 'AKIDEXAMPLE',
  secretKey: 'sEcReT/kEy+1',
  sessionToken: 'session-token-2',
  isRemembered: true,
  createdAtMs: 0
}
const sseKey = {
  name: 'group',
  form: 'keystring',
  bytes: new TextEncoder().encode('keystring-of-32-characters-long!'),
  md5Base64: 'bWQ1'
} as SseKey
const keyFile = keyFileOf(sseKey)
const owner = { id: 'alice' }
const acl = { owner, grants: [{ grantee: { type: 'user', ...owner }, permission: 'FULL_CONTROL' }] } as const

const NAME = `it's "$x"\n\u202e`
const copying = { bucket: 'bucket', targetBucket: 'other', versioning: 'off' } as const
const moving: Omit<CopyTask, 'kind'> = {
  ...{ bucket: 'bucket', targetBucket: 'bucket', versioning: 'on', keyFile },
  objects: [{ key: NAME, targetKey: 'x', versionId: 'v' }],
  sourceKeyFile: { fileName: NAME, form: 'binary' }
}
const folders: Omit<FolderCopyTask, 'kind' | 'encryption'> = {
  ...{ bucket: 'bucket', targetBucket: 'other', versioning: 'off' },
  ...{ folders: [{ prefix: `${NAME}/`, targetPrefix: NAME }], files: [{ key: NAME, targetKey: 'x' }] },
  sourceKeyFiles: [{ fileName: NAME, form: 'binary' }]
}

type Examples<Kind extends CodeTaskKind> = readonly (CodeTask & { readonly kind: Kind })[]

/** Of each kind: one that is new fails to compile until it is here. */
const EXAMPLES: { readonly [Kind in CodeTaskKind]: Examples<Kind> } = {
  'list-buckets': [{ kind: 'list-buckets' }],
  'create-bucket': [{ kind: 'create-bucket', bucket: 'bucket', acl: 'private', placement: NAME }],
  'delete-bucket': [{ kind: 'delete-bucket', bucket: 'bucket' }],
  'list-objects': [{ kind: 'list-objects', bucket: 'bucket', prefix: NAME, isFlat: false }],
  search: [{ kind: 'search', bucket: 'bucket', prefix: '', text: NAME }],
  'read-object': [{ kind: 'read-object', bucket: 'bucket', key: NAME, keyFile }],
  upload: [
    { kind: 'upload', bucket: 'bucket', files: [{ fileName: 'f', key: NAME, contentType: '' }], keyFile },
    {
      kind: 'upload',
      ...{ bucket: 'bucket', files: [{ fileName: NAME, key: 'f', contentType: NAME }], acl: 'public-read' },
      headers: { cacheControl: 'no-cache', contentDisposition: NAME, metadata: { run: NAME }, tags: { [NAME]: NAME } }
    }
  ],
  download: [
    { kind: 'download', bucket: 'bucket', key: NAME, fileName: 'f', keyFile },
    { kind: 'download', bucket: 'bucket', key: NAME, fileName: 'f', versionId: 'v' }
  ],
  'download-many': [{ kind: 'download-many', bucket: 'bucket', keys: [NAME], prefix: '', prefixes: [], keyFile }],
  'delete-version': [{ kind: 'delete-version', bucket: 'bucket', key: NAME, versionId: 'v' }],
  link: [{ kind: 'link', bucket: 'bucket', key: NAME, lifetimeSeconds: 60 }],
  'read-acl': [{ kind: 'read-acl', bucket: 'bucket', key: NAME }],
  'set-acl': [{ kind: 'set-acl', bucket: 'bucket', key: NAME, before: acl, acl }],
  'read-policy': [{ kind: 'read-policy', bucket: 'bucket' }],
  'set-policy': [{ kind: 'set-policy', bucket: 'bucket', json: '{"Version":"2012-10-17","Statement":[]}' }],
  'delete-policy': [{ kind: 'delete-policy', bucket: 'bucket' }],
  'read-cors': [{ kind: 'read-cors', bucket: 'bucket' }],
  'set-cors': [{ kind: 'set-cors', bucket: 'bucket', rules: [{ ...pageRule('https://example.org'), id: NAME }] }],
  'delete-cors': [{ kind: 'delete-cors', bucket: 'bucket' }],
  'list-uploads': [{ kind: 'list-uploads', bucket: 'bucket' }],
  'abort-uploads': [{ kind: 'abort-uploads', bucket: 'bucket', uploads: [{ key: NAME, uploadId: '2~u' }] }],
  delete: [{ kind: 'delete', bucket: 'bucket', keys: [NAME], prefixes: ['x/'] }],
  'set-attributes': [
    { kind: 'set-attributes', bucket: 'bucket', key: NAME, tags: { [NAME]: NAME } },
    {
      kind: 'set-attributes',
      ...{ bucket: 'bucket', key: NAME, tags: {} },
      rewrite: { etag: 'e', headers: { cacheControl: NAME }, metadata: { run: NAME }, acl, isSafe: true }
    }
  ],
  'copy-folder': [{ kind: 'copy-folder', ...folders, encryption: keyFile }],
  'move-folder': [{ kind: 'move-folder', ...folders, encryption: 'keep' }],
  copy: [
    { kind: 'copy', ...copying, objects: [{ key: NAME, targetKey: NAME }] },
    { kind: 'copy', ...copying, targetPlace: placeOf(profile), objects: [{ key: NAME, targetKey: 'x' }] }
  ],
  move: [{ kind: 'move', ...moving }],
  restore: [{ kind: 'restore', ...moving }],
  'edit-text': [
    {
      kind: 'edit-text',
      ...{ bucket: 'bucket', key: NAME, fileName: NAME, keyFile, etag: 'e', hasVersions: false, acl },
      ...{ headers: { cacheControl: NAME }, metadata: { run: NAME }, tags: { [NAME]: NAME } }
    }
  ]
}
const TASKS: readonly CodeTask[] = Object.values(EXAMPLES).flat()

describe.each(CODE_TOOLS)('%s', (tool) => {
  test('no code holds a credential, a key or a character that acts instead of being seen', () => {
    for (const task of TASKS) {
      const code = writeCode(tool, placeOf(profile), task)
      if ('cannot' in code) continue
      for (const secret of [...SECRETS, btoa(SECRETS[3] ?? ''), sseKey.md5Base64])
        expect(code.text).not.toContain(secret)
      expect(code.text.replaceAll('\n', '').search(INVISIBLE)).toBe(-1)
      for (const variable of variablesOf(placeOf(profile)))
        if (tool === 'curl' || tool === 'boto') expect(code.text).toContain(variable)
    }
  })

  test('a profile without an account needs no variable', () => {
    const place = placeOf({ ...profile, accessKey: '', secretKey: '', sessionToken: undefined })
    expect(variablesOf(place)).toEqual([])
    expect(writeCode(tool, place, { kind: 'list-buckets' })).toEqual({ cannot: 'no-account' })
  })
})

describe.each(CODE_TOOLS)('%s: many downloads', (tool) => {
  const isWritten = (keys: readonly string[], prefixes: readonly string[] = []) =>
    'text' in writeCode(tool, placeOf(profile), { kind: 'download-many', bucket: 'b', prefix: '', keys, prefixes })
  const isPython = tool === 'boto3' || tool === 'boto' // each name stays as it is there

  test('are not written where two objects would be saved as one file', () => {
    expect(isWritten(['a:b', 'c'])).toBe(true)
    for (const keys of [
      ['a:b', 'a|b'],
      ['x', 'x.'],
      ['d|/e', 'd:/e']
    ])
      expect(isWritten(keys), keys.join()).toBe(isPython)
  })

  test('nor where that would be in a folder', () => {
    const takesFolders = tool !== 'curl'
    expect(isWritten(['f', 'g:'], ['d/', 'e/'])).toBe(takesFolders)
    expect(isWritten([], ['d:/', 'd_/'])).toBe(isPython)
    expect(isWritten(['d_/x'], ['d:/'])).toBe(isPython)
    expect(isWritten(['d/x'], ['d/'])).toBe(takesFolders) // the same object
  })
})

test('boto downloads nothing whose slashes it would merge, also below a folder', () => {
  const cannotName = (keys: readonly string[], prefixes: readonly string[]) => {
    const task = { kind: 'download-many', bucket: 'b', prefix: '', keys, prefixes } as const
    return 'cannot' in writeCode('boto', placeOf(profile), task)
  }
  expect(cannotName([], ['a/'])).toBe(false)
  for (const prefix of ['a//', '/a/', 'a//b/']) expect(cannotName([], [prefix])).toBe(true)
  expect(cannotName(['a//b'], [])).toBe(true)
})

test('a place knows no credential', () => {
  const place: CodePlace = placeOf(profile)
  for (const secret of SECRETS) expect(JSON.stringify(place)).not.toContain(secret)
})

describe('where the manual fails, the difference is told', () => {
  const ALGORITHM = 's3:x-amz-server-side-encryption-customer-algorithm'
  const binary = { fileName: 'k.key', form: 'binary' } as const
  const policy = (more: object): CodeTask => ({ kind: 'set-policy', bucket: 'b', json: JSON.stringify(more) })
  const upload = (contentType: string, keyOf: typeof keyFile): CodeTask => ({
    kind: 'upload',
    ...{ bucket: 'b', files: [{ fileName: 'f', key: 'k', contentType }], keyFile: keyOf }
  })
  const link: CodeTask = { kind: 'link', bucket: 'b', key: NAME, lifetimeSeconds: 60 }
  const anonymous = placeOf({ ...profile, accessKey: '', secretKey: '', sessionToken: undefined })
  const reasonsOf = (task: CodeTask, place = placeOf(profile)) => differencesOf(task, place).map(({ reason }) => reason)
  const denied = policy({ Statement: [{ Condition: { Null: { [ALGORITHM]: 'true' } } }] })

  test('with lines that the code has', () => {
    const tasks = [
      ...TASKS,
      ...[upload('', keyFile), upload('text/csv', binary), link, denied, policy({ Version: '2008-10-17' })],
      ...[policy({}), policy({ Version: '2018-05-24' }), policy({ Id: ALGORITHM })],
      { kind: 'download', bucket: 'b', key: NAME, fileName: 'f', keyFile: binary } as const
    ]
    for (const task of tasks)
      for (const place of [placeOf(profile), anonymous]) {
        const code = writeCode('boto', place, task)
        if ('cannot' in code) continue
        for (const { now } of differencesOf(task, place))
          for (const part of now.split('…')) expect(code.text).toContain(part)
      }
  })

  test('each, and only where there is one', () => {
    expect(reasonsOf(upload('', keyFile))).toEqual([
      ...['secret-in-script', 'key-file', 'key-bytes', 'no-create', 'encrypt-key']
    ])
    expect(reasonsOf(link, anonymous)).toEqual(['no-get-key', 'python-3'])
    expect(reasonsOf(denied)).toEqual(['secret-in-script', 'policy-tested'])
    expect(reasonsOf(policy({ Version: '2012-10-17' }))).toEqual(['secret-in-script', 'policy-version'])
    expect(reasonsOf(policy({ Version: '2018-05-24' }))).toEqual(['secret-in-script'])
  })

  test('the code has not what it replaces', () => {
    const code = writeCode('boto', placeOf(profile), upload('', keyFile))
    expect('text' in code && code.text).toContain('headers={**header}')
    expect('text' in code && code.text).not.toContain('encrypt_key')
  })
})
