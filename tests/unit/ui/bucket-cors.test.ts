// The CORS rules of a bucket as the user sees and changes them: a change is whole, read back, and what it takes away is said before.
import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/domain/app-error'
import { pageRule, type CorsRule } from '../../../src/domain/cors'
import { formatCorsRules } from '../../../src/domain/cors-text'
import { BucketCorsModel } from '../../../src/ui/buckets/bucket-cors.svelte'
import { CorsBucket, HERE } from '../operations/cors-bucket'
import { makeKey } from '../transfers/fakes'

const OTHERS: CorsRule = {
  allowedOrigins: ['https://other.example.org'],
  allowedMethods: ['GET'],
  allowedHeaders: ['*'],
  exposeHeaders: []
}

let bucket: CorsBucket
let model: BucketCorsModel
const open = (origin = HERE): BucketCorsModel =>
  new BucketCorsModel({ gateway: bucket.gateway, bucket: 'b', origin, makeTestKey: async () => makeKey('k') })
beforeEach(async () => {
  bucket = new CorsBucket()
  bucket.rules = [pageRule(HERE), OTHERS]
  model = open()
  await model.load()
})

describe('what is shown', () => {
  test('is the rules, and what reading showed; the whole test is not run unasked', () => {
    expect(model.rules.value).toEqual(bucket.rules)
    expect(model.seen).toMatchObject({ read: 'works', head: 'works', put: 'not-tested' })
    expect([model.isAllowed, model.isBlocked, model.isChanged]).toEqual([true, false, false])
    expect(bucket.calls).not.toContain('abort')
  })

  test('is no test of CORS on a page of the gateway’s own origin', async () => {
    bucket.calls.length = 0
    const own = open(bucket.endpoint)
    await own.load()
    expect([own.isCrossOrigin, own.seen, bucket.calls]).toEqual([false, undefined, ['rules']])
  })

  test('is the error where the rules can’t be read, and nothing can be written then', async () => {
    bucket.rules = []
    const blind = open()
    await blind.load()
    expect(blind.rules.error?.kind).toBe('cors-blocked')
    expect([blind.isAllowed, blind.isBlocked]).toEqual([false, true])
    blind.draft = formatCorsRules([OTHERS])
    await blind.save()
    await blind.allowThisPage()
    expect(bucket.calls).not.toContain('put')
  })
})

describe('a change', () => {
  test('names what it would take from this page, and nothing that was withheld before', () => {
    model.draft = formatCorsRules([{ ...pageRule(HERE), allowedMethods: ['GET', 'HEAD', 'PUT'] }, OTHERS])
    expect(model.newLosses).toEqual(['post', 'delete'])
    model.draft = formatCorsRules(bucket.rules)
    expect([model.isChanged, model.newLosses]).toEqual([false, []])
    model.draft = '[{'
    expect([model.isChanged, model.newLosses, 'rules' in model.parsed]).toEqual([true, [], false])
  })

  test('is sent whole, and what was typed goes once it came back', async () => {
    model.draft = formatCorsRules([pageRule(HERE)])
    await model.save()
    expect([model.change?.outcome, model.draft, bucket.rules]).toEqual(['saved', undefined, [pageRule(HERE)]])
    expect(model.rules.value).toEqual(bucket.rules)
  })

  test('of what is no rule is not sent', async () => {
    model.draft = '[{"AllowedOrigins": 7}]'
    await model.save()
    expect([model.change, bucket.calls.includes('put')]).toEqual([undefined, false])
  })

  test('made from rules that are others by now sends nothing, and keeps what was typed', async () => {
    model.draft = formatCorsRules([pageRule(HERE)])
    bucket.rules = [pageRule(HERE)]
    await model.save()
    expect([model.change?.outcome, bucket.calls.includes('put')]).toEqual(['conflict', false])
    expect([model.draft, model.rules.value]).toEqual([formatCorsRules([pageRule(HERE)]), bucket.rules])
  })

  test('that can’t be read back is not called saved, and the rules are not known any more', async () => {
    model.draft = formatCorsRules([OTHERS])
    await model.save()
    expect([model.change?.outcome, model.rules.value]).toEqual(['unconfirmed', undefined])
    expect(model.draft).toBeDefined()
  })

  test('that the gateway refuses is told, and nothing of it stays', async () => {
    bucket.mayWrite = false
    model.draft = formatCorsRules([pageRule(HERE)])
    await model.save()
    expect([model.failure?.kind, model.change, model.isSaving]).toEqual(['access-denied', undefined, false])
    expect(model.draft).toBeDefined()
  })

  test('makes the former test old', async () => {
    await model.runTest()
    expect(model.test.value?.seen.delete).toBe('works')
    model.draft = formatCorsRules([pageRule(HERE)])
    await model.save()
    expect(model.test.value).toBeUndefined()
  })
})

describe('“Allow Lockgate”', () => {
  test('puts the page’s rule first, keeps the others, and tests what that brought', async () => {
    bucket.rules = [{ ...pageRule(HERE), id: 'theirs', exposeHeaders: [] }, OTHERS]
    const { rules } = bucket
    await model.load()
    expect(model.isAllowed).toBe(false)
    await model.allowThisPage()
    expect(bucket.rules).toEqual([pageRule(HERE), ...rules])
    expect([model.isAllowed, model.test.value?.seen.etag, bucket.uploads.size]).toEqual([true, 'works', 0])
  })

  test('tests nothing where it didn’t come into force', async () => {
    bucket.rules = [OTHERS, pageRule(HERE)]
    await model.load()
    bucket.store = () => {
      throw new AppError('request-refused')
    }
    await model.allowThisPage()
    expect([model.failure?.kind, model.test.value]).toEqual(['request-refused', undefined])
  })
})
