// A change of CORS rules is claimed only when it came back; a test says only what a request showed, and leaves nothing.
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { pageRule, type CorsRule } from '../../../src/domain/cors'
import { changeCors } from '../../../src/operations/cors/change-cors'
import { testCors, type CorsTest } from '../../../src/operations/cors/test-cors'
import { makeKey } from '../transfers/fakes'
import { CorsBucket, HERE } from './cors-bucket'

const READ_ONLY: CorsRule = {
  allowedOrigins: [HERE],
  allowedMethods: ['GET', 'HEAD'],
  allowedHeaders: [],
  exposeHeaders: []
}

let bucket: CorsBucket
beforeEach(() => void (bucket = new CorsBucket()))

const run = (): Promise<CorsTest> => testCors({ gateway: bucket.gateway, bucket: 'b', sseKey: makeKey('k') })
const all = (seen: string) =>
  Object.fromEntries(['read', 'head', 'put', 'post', 'delete', 'sse', 'etag', 'details'].map((name) => [name, seen]))

describe('a test', () => {
  it('sees everything work, and leaves no upload', async () => {
    const test = await run()
    expect(test).toMatchObject({ seen: all('works'), canWrite: true })
    expect(test.leftKey).toBeUndefined()
    expect([...bucket.uploads]).toEqual([])
    expect(bucket.calls.filter((call) => call === 'create')).toHaveLength(2)
  })

  it.each<[string, Partial<CorsRule>, Partial<CorsTest['seen']>]>([
    ['ETag', { exposeHeaders: ['Date', 'x-amz-request-id'] }, { etag: 'blocked' }],
    [
      'PUT',
      { allowedMethods: ['GET', 'HEAD', 'POST', 'DELETE'] },
      { put: 'blocked', etag: 'not-tested', sse: 'blocked' }
    ],
    [
      'POST',
      { allowedMethods: ['GET', 'HEAD', 'PUT', 'DELETE'] },
      { post: 'blocked', etag: 'not-tested', sse: 'not-tested' }
    ],
    ['HEAD', { allowedMethods: ['GET', 'PUT', 'POST', 'DELETE'] }, { head: 'blocked' }],
    ['request IDs', { exposeHeaders: ['ETag'] }, { details: 'blocked' }]
  ])('sees what a rule without %s withholds', async (_, change, seen) => {
    bucket.rules = [{ ...pageRule(HERE), ...change }]
    expect((await run()).seen).toEqual({ ...all('works'), ...seen })
    expect([...bucket.uploads]).toEqual([])
  })

  it('starts no upload where none could be aborted', async () => {
    bucket.rules = [{ ...pageRule(HERE), allowedMethods: ['GET', 'HEAD', 'PUT', 'POST'] }]
    expect((await run()).seen).toEqual({ ...all('works'), delete: 'blocked', etag: 'not-tested' })
    expect(bucket.calls).not.toContain('create')
    bucket.rules = [READ_ONLY]
    expect((await run()).seen).toEqual({
      ...all('blocked'),
      ...{ read: 'works', head: 'works', sse: 'not-tested', etag: 'not-tested' }
    })
  })

  it('says nothing of writing without the right to write', async () => {
    bucket.mayWrite = false
    const test = await run()
    expect(test).toMatchObject({
      canWrite: false,
      seen: { ...all('not-tested'), read: 'works', head: 'works', details: 'works' }
    })
    expect(bucket.calls).not.toContain('create')
  })

  it('concludes nothing from a gateway that is down', async () => {
    bucket.isDown = true
    await expect(run()).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it('names the key of an upload that it could not remove', async () => {
    const { storage } = bucket.gateway
    let isFirst = true
    const { abortMultipartUpload } = storage
    storage.abortMultipartUpload = (...given) => {
      if (!isFirst) return Promise.reject(new AppError('gateway-busy'))
      isFirst = false
      return abortMultipartUpload(...given)
    }
    expect((await run()).leftKey).toMatch(/^\.lockgate-cors-test-/)
  })
})

describe('a change', () => {
  const change = (to: readonly CorsRule[], from = bucket.rules) => changeCors(bucket.gateway, 'b', { from, to })

  it('is saved when it came back, in whatever order the gateway keeps a list', async () => {
    bucket.store = (rules) => {
      bucket.rules = rules.map((rule) => ({ ...rule, allowedMethods: [...rule.allowedMethods].reverse() }))
    }
    expect((await change([pageRule(HERE), READ_ONLY])).outcome).toBe('saved')
  })

  it('to nothing removes the rules; what can then not be read is not claimed', async () => {
    expect((await change([])).outcome).toBe('unconfirmed')
    expect(bucket.calls).toContain('remove')
  })

  it('sends nothing where other rules are there by now', async () => {
    const from = bucket.rules
    bucket.rules = [pageRule(HERE), READ_ONLY]
    expect(await change([READ_ONLY], from)).toEqual({ outcome: 'conflict', rules: bucket.rules })
    expect(bucket.calls).toEqual(['rules'])
  })

  it('says that the gateway keeps something else', async () => {
    bucket.store = () => undefined
    const { rules } = bucket
    expect(await change([pageRule(HERE), READ_ONLY])).toEqual({ outcome: 'differs', rules })
  })

  it('is saved when it came into force though its answer was lost, and fails as it did where it did not', async () => {
    bucket.store = (rules) => {
      bucket.rules = rules
      throw new AppError('unreachable')
    }
    expect((await change([pageRule(HERE), READ_ONLY])).outcome).toBe('saved')
    bucket.store = () => {
      throw new AppError('request-refused')
    }
    await expect(change([pageRule(HERE)])).rejects.toMatchObject({ kind: 'request-refused' })
  })
})
