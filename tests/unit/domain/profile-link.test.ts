// A profile as a link: what it tells comes back, no key is in it, and whatever else an address says is refused and never throws.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findUnopenable } from '../../../src/domain/bucket-name'
import { formatProfileLink, MAX_LINK_BUCKETS, parseProfileLink } from '../../../src/domain/profile-link'
import { formatRoute, parseRoute } from '../../../src/domain/route'
import { makeProfile } from '../state/fakes'

const GOOD = 'endpoint=https%3A%2F%2Frgw.example.edu&region=us-east-1&style=path'

const bucket = fc
  .oneof(fc.stringMatching(/^[a-z0-9][a-z0-9.-]{2,40}$/), fc.string({ unit: 'grapheme', minLength: 3, maxLength: 30 }))
  .filter((name) => findUnopenable(name) === undefined)
const link = fc.record({
  endpoint: fc.constantFrom('https://rgw.example.edu', 'http://127.0.0.1:7480', 'https://xn--bcher-kva.example:8443'),
  region: fc.stringMatching(/^[!-~]{1,64}$/),
  pathStyle: fc.boolean(),
  buckets: fc.uniqueArray(bucket, { maxLength: MAX_LINK_BUCKETS })
})

test('what it tells comes back, also from an address that was copied as a URL', () => {
  fc.assert(
    fc.property(link, (given) => {
      const route = { place: 'connect', link: given } as const
      expect(parseProfileLink(formatProfileLink(given))).toEqual(given)
      expect(parseRoute(new URL(`https://host.example/some/where/${formatRoute(route)}`).hash)).toEqual(route)
    })
  )
})

test('holds neither access key nor secret key, session token, name or ID of the profile', () => {
  const profile = makeProfile('profile-id', {
    ...{ name: 'NAME-OF-PROFILE', accessKey: 'ACCESSKEY', secretKey: 'SECRETKEY', sessionToken: 'SESSIONTOKEN' }
  })
  const told = formatProfileLink({ ...profile, buckets: ['field-data'] })
  expect(told).toBe('endpoint=https%3A%2F%2Frgw.example.edu&region=us-east-1&style=path&bucket=field-data')
})

test.each([
  ['nothing', ''],
  ['no gateway', 'region=us-east-1&style=path'],
  ['two gateways', `${GOOD}&endpoint=https%3A%2F%2Fother.example.org`],
  ['two regions', `${GOOD}&region=other`],
  ['a gateway with a password', GOOD.replace('rgw.', 'user:word@rgw.')],
  ['a gateway with a path', GOOD.replace('.edu', '.edu/path')],
  ['another scheme', GOOD.replace('https', 'javascript')],
  ['a region that no header can carry', GOOD.replace('us-east-1', 'a%0D%0Ab')],
  ['a region without an end', GOOD.replace('us-east-1', 'r'.repeat(65))],
  ['an unknown style', GOOD.replace('style=path', 'style=other')],
  ['a bucket that can’t exist', `${GOOD}&bucket=a%2Fb`],
  ['damaged bytes', `${GOOD}&bucket=%00ab`],
  ['too many buckets', GOOD + Array.from({ length: MAX_LINK_BUCKETS + 1 }, (_, n) => `&bucket=bucket-${n}`).join('')],
  ['a text that is too long', `${GOOD}&more=${'x'.repeat(8000)}`]
])('%s is refused', (_, query) => {
  expect(parseProfileLink(GOOD)).toBeDefined()
  expect(parseProfileLink(query)).toBeUndefined()
  expect(parseRoute(`#/connect?${query}`)).toEqual({ place: 'connect', link: 'unreadable' })
})

test('what it does not know is passed over, and a repeated bucket is one', () => {
  const { buckets, ...rest } = parseProfileLink(`${GOOD}&accessKey=x&bucket=abc&bucket=abc`) ?? {}
  expect(buckets).toEqual(['abc'])
  expect(Object.keys(rest).sort()).toEqual(['endpoint', 'pathStyle', 'region'])
})

test('no text throws, and what is read can be written again', () => {
  const part = fc.oneof(
    fc.constantFrom('endpoint=', 'region=', 'style=path', 'bucket=', '&', '%', '%E0', 'https://a.example', GOOD),
    fc.string({ unit: 'binary', maxLength: 20 })
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const read = parseProfileLink(parts.join(''))
      if (read === undefined) return
      expect(new URL(read.endpoint).origin).toBe(read.endpoint)
      expect(parseProfileLink(formatProfileLink(read))).toEqual(read)
    })
  )
})
