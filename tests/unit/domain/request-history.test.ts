// The log of requests: bounded, and without what no one else may see.
import { describe, expect, test } from 'vitest'
import { CODE_TOOLS, placeOf } from '../../../src/domain/code/code-task'
import { scriptOfRequests, taskOfRequest } from '../../../src/domain/code/tasks-of-requests'
import { MAX_REQUESTS, RequestHistory, withoutQueryValues, type SentRequest } from '../../../src/domain/request-history'
import type { Profile } from '../../../src/domain/profile'

const profile: Profile = {
  ...{ id: 'p', name: 'p', endpoint: 'https://rgw.example.org', region: 'us-east-1', pathStyle: true },
  ...{ accessKey: 'AK', secretKey: 'SK', isRemembered: false, createdAtMs: 0 }
}
const place = placeOf(profile)
const sent = (method: string, path: string, rest: Partial<SentRequest> = {}): SentRequest => ({
  ...{ method, path, origin: profile.endpoint, status: 200, requestId: 'tx', startedAtMs: 0, durationMs: 1 },
  ...rest
})

test('keeps the last ones in their order', () => {
  const history = new RequestHistory()
  expect(history.list()).toEqual([])
  for (let index = 0; index < MAX_REQUESTS + 3; index++) history.add(sent('GET', `/b/${index}`))
  expect(history.list()).toHaveLength(MAX_REQUESTS)
  expect(history.list()[0]?.path).toBe('/b/3')
  expect(history.list().at(-1)?.path).toBe(`/b/${MAX_REQUESTS + 2}`)
})

test('a path keeps the names of its query, and nothing of a signature', () => {
  expect(withoutQueryValues('/b/k?X-Amz-Signature=secret&X-Amz-Credential=AK&versionId=v1&x-id=GetObject')).toBe(
    '/b/k?versionId'
  )
  expect(withoutQueryValues('/b', ['list-type', 'prefix', 'X-Amz-Security-Token'])).toBe('/b?list-type&prefix')
  expect(withoutQueryValues('/b/k')).toBe('/b/k')
})

test.each(CODE_TOOLS)('%s: a script keeps the order of what writes, and says where it lists more', (tool) => {
  const script = scriptOfRequests(tool, place, [
    sent('PUT', '/b'),
    sent('GET', '/b?list-type&prefix'),
    sent('DELETE', '/b'),
    sent('PUT', '/b'),
    sent('PUT', '/b'),
    sent('GET', '/b?list-type&prefix')
  ])
  const CREATE = /create_bucket\(|create-bucket|\bmb |mkdir|--request PUT/g
  const REMOVE = /delete_bucket\(|delete-bucket|\brb |rmdir|--request DELETE/g
  expect(script.match(CREATE)).toHaveLength(2)
  expect(script.match(REMOVE)).toHaveLength(1)
  expect(script.lastIndexOf(script.match(CREATE)?.[0] ?? '?')).toBeGreaterThan(script.search(REMOVE))
  expect(script.match(/lists the bucket b from its root/g)).toHaveLength(1)
})

test('a script repeats no unsigned check', () => {
  const check = sent('GET', '/b?list-type&max-keys', { isUnsigned: true })
  expect(scriptOfRequests('boto3', place, [check])).toBe(scriptOfRequests('boto3', place, []))
})

describe('as tasks', () => {
  const taskOf = (method: string, path: string, rest?: Partial<SentRequest>) =>
    taskOfRequest(sent(method, path, rest), place)

  test('what a method and a path tell', () => {
    expect(taskOf('GET', '/')).toEqual({ kind: 'list-buckets' })
    expect(taskOf('GET', '/b?list-type&delimiter&prefix')).toMatchObject({ kind: 'list-objects', isFlat: false })
    expect(taskOf('GET', '/b/a%20b/it%27s?response-content-disposition')).toMatchObject({
      kind: 'download',
      key: "a b/it's"
    })
    expect(taskOf('PUT', '/b/k')).toMatchObject({ kind: 'upload', bucket: 'b' })
    expect(taskOf('POST', '/b/k?uploadId')).toMatchObject({ kind: 'upload', files: [{ key: 'k' }] })
    expect(taskOf('DELETE', '/b/k')).toMatchObject({ kind: 'delete', keys: ['k'] })
    expect(taskOf('GET', '/b?cors')).toEqual({ kind: 'read-cors', bucket: 'b' })
    expect(taskOf('DELETE', '/b?cors')).toEqual({ kind: 'delete-cors', bucket: 'b' })
    expect(taskOf('GET', '/b?uploads&max-uploads')).toEqual({ kind: 'list-uploads', bucket: 'b' })
    expect(taskOf('GET', '/b?policy')).toEqual({ kind: 'read-policy', bucket: 'b' })
    expect(taskOf('HEAD', '/k', { origin: 'https://b.rgw.example.org' })).toMatchObject({ bucket: 'b', key: 'k' })
  })

  test('what they do not tell is no task', () => {
    for (const [method, path] of [
      ['PUT', '/b/k?partNumber&uploadId'],
      ['POST', '/b/k?uploads'],
      ['DELETE', '/b/k?uploadId'],
      ['DELETE', '/b/k?versionId'],
      ['PUT', '/b/k?acl'],
      ['PUT', '/b?policy'],
      ['PUT', '/b?cors'],
      ['POST', '/b?delete'],
      ['GET', '/b/%E0%A4%A']
    ] as const)
      expect(taskOf(method, path)).toBeUndefined()
    expect(taskOf('GET', '/b/k', { origin: 'https://other.example.org' })).toBeUndefined()
    expect(taskOf('GET', '/b/k', { origin: 'https://evilrgw.example.org' })).toBeUndefined()
  })
})

test.each(CODE_TOOLS)('%s: a script names each task once, and the rest in comments', (tool) => {
  const requests = [
    ...[sent('PUT', '/b/k'), sent('PUT', '/b/k'), sent('DELETE', '/b/other', { status: 403 }), sent('GET', '/b/late')],
    ...[sent('POST', '/b?delete\nrm -rf /'), sent('HEAD', '/b/gone', { status: undefined })]
  ]
  const script = scriptOfRequests(tool, place, requests)
  expect(script).toContain('late')
  expect(script).not.toMatch(/other|gone/)
  expect(script.match(/^import boto3$/gm)?.length ?? 1).toBe(1)
  expect(script).toContain('# POST /b?delete%0Arm%20-rf%20/')
  expect(script).not.toMatch(/^rm/m)
})

test('what was encrypted or copied is not shown as a plain upload', () => {
  const copy = sent('PUT', '/b/k', { needsHeader: true })
  expect(taskOfRequest(sent('PUT', '/b/k'), place)?.kind).toBe('upload')
  expect(taskOfRequest(copy, place)).toBeUndefined()
  expect(scriptOfRequests('curl', place, [copy])).toContain('# PUT /b/k')
})

test('what completes a copy in parts is no upload, however many requests came in between', () => {
  const history = new RequestHistory()
  const add = (method: string, path: string, rest?: Partial<SentRequest>) => history.add(sent(method, path, rest))
  add('POST', '/b/k?uploads')
  add('PUT', '/b/k?partNumber&uploadId', { needsHeader: true })
  for (let index = 0; index < MAX_REQUESTS; index++) add('GET', `/b/${index}`)
  add('POST', '/b/k?uploadId')
  add('POST', '/b/k?uploadId') // its answer was lost
  add('POST', '/b/other?uploadId')
  const tasks = () => history.list().flatMap((request) => taskOfRequest(request, place) ?? [])
  const uploads = () => tasks().filter(({ kind }) => kind === 'upload')
  expect(uploads()).toMatchObject([{ files: [{ key: 'other' }] }])
  for (const path of ['/b/k?uploads', '/b/k?uploadId']) add('POST', path)
  expect(uploads()).toMatchObject([{ files: [{ key: 'other' }] }, { files: [{ key: 'k' }] }])
})
