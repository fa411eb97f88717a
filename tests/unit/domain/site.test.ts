// site.json: what is understood, and that every mistake is named with its place.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bucketNameProblem, parseSite } from '../../../src/domain/site'

test('an empty file is good, and so is one with everything', () => {
  expect(parseSite({})).toEqual({ site: {} })
  const site = {
    name: 'Lab',
    logo: 'pictures/logo.svg',
    endpoints: [{ name: 'RGW', url: 'https://rgw.example.edu', region: 'osris', pathStyle: false }],
    helpLinks: [{ label: 'Help', url: 'https://www.example.edu/help?x=1' }],
    bucketPrefix: { prefix: 'lab-', message: 'Begin with lab-.' },
    placements: [{ name: 'group' }, { name: 'fast', label: 'Fast' }],
    customEndpoints: false,
    demoProfile: { name: 'Demo', endpoint: 'http://127.0.0.1:7480', accessKey: 'A', secretKey: '' }
  }
  expect(parseSite(site)).toEqual({ site })
})

test('addresses come out as origins and comments are left out', () => {
  expect(parseSite({ $comment: 'x', endpoints: [{ $comment: 'y', name: 'a', url: 'rgw.example.edu:443/' }] })).toEqual({
    site: { endpoints: [{ name: 'a', url: 'https://rgw.example.edu' }] }
  })
})

test('the example that is shipped is understood and shows every field', () => {
  const json: unknown = JSON.parse(readFileSync(new URL('../../../public/site.example.json', import.meta.url), 'utf8'))
  const reading = parseSite(json)
  if ('problem' in reading) throw new Error(reading.problem)
  expect(Object.keys(reading.site).sort()).toEqual(
    ['name', 'logo', 'endpoints', 'helpLinks', 'bucketPrefix', 'placements', 'customEndpoints', 'demoProfile'].sort()
  )
})

describe('mistakes are named with their place', () => {
  test.each([
    [null, 'must be an object in { }, and is null.'],
    [[], 'must be an object in { }, and is a list.'],
    ['x', 'must be an object in { }, and is text.'],
    [{ nmae: 'x' }, 'nmae: is not a field that Lockgate knows'],
    [JSON.parse('{"__proto__":1}'), '__proto__: is not a field'],
    [{ constructor: 1 }, 'constructor: is not a field'],
    [{ name: 5 }, 'name: must be text in quotes, and is the number 5.'],
    [{ name: ' ' }, 'name: must not be blank.'],
    [{ endpoints: {} }, 'endpoints: must be a list in [ ], and is an object.'],
    [{ endpoints: [{ name: 'a' }] }, 'endpoints[0].url: is missing.'],
    [
      {
        endpoints: [
          { name: 'a', url: 'https://ok.example' },
          { name: 'b', url: 'ftp://x' }
        ]
      },
      'endpoints[1].url: must be the address of a gateway (scheme).'
    ],
    [{ endpoints: [{ name: 'a', url: 'javascript:alert(1)' }] }, 'endpoints[0].url: '],
    [
      { endpoints: [{ name: 'a', url: 'https://x.example/path' }] },
      'endpoints[0].url: must be the address of a gateway (path).'
    ],
    [
      { endpoints: [{ name: 'a', url: 'https://x.example', pathStyle: 'yes' }] },
      'endpoints[0].pathStyle: must be true or false'
    ],
    [
      { helpLinks: [{ label: 'a', url: 'javascript:alert(1)' }] },
      'helpLinks[0].url: must be an https or http address.'
    ],
    [{ helpLinks: [{ label: 'a', url: '/help' }] }, 'helpLinks[0].url: '],
    [{ logo: 'https://elsewhere.example/logo.svg' }, 'logo: must be a relative address'],
    [{ logo: '//elsewhere.example/logo.svg' }, 'logo: '],
    [{ logo: '\\\\elsewhere.example/logo.svg' }, 'logo: '],
    [{ logo: '../logo.svg' }, 'logo: '],
    [{ logo: 'a/../../logo.svg' }, 'logo: '],
    [{ logo: ' //elsewhere.example/x' }, 'logo: '],
    [{ logo: 'data:image/svg+xml,x' }, 'logo: '],
    [{ bucketPrefix: { message: 'm' } }, 'bucketPrefix: must have either'],
    [{ bucketPrefix: { prefix: 'a', pattern: 'a', message: 'm' } }, 'bucketPrefix: must have either'],
    [{ bucketPrefix: { prefix: 'a' } }, 'bucketPrefix.message: is missing.'],
    [{ bucketPrefix: { pattern: '(', message: 'm' } }, 'bucketPrefix.pattern: is no regular expression.'],
    [{ placements: [{ name: ':group' }] }, 'placements[0].name: is the placement’s name alone'],
    [{ customEndpoints: 'no' }, 'customEndpoints: must be true or false'],
    [{ demoProfile: { name: 'd', endpoint: 'x.example', accessKey: 'A' } }, 'demoProfile.secretKey: is missing.']
  ])('%j', (json: unknown, problem) => {
    expect(parseSite(json)).toEqual({ problem: expect.stringContaining(problem) })
  })
})

test('bucket names are held against the whole rule', () => {
  expect(bucketNameProblem('anything', undefined)).toBeUndefined()
  const prefix = { prefix: 'lab-', message: 'no' }
  expect(bucketNameProblem('lab-x', prefix)).toBeUndefined()
  expect(bucketNameProblem('xlab-x', prefix)).toBe('no')
  const pattern = { pattern: 'a-.+|b-.+', message: 'no' }
  expect(bucketNameProblem('b-x', pattern)).toBeUndefined()
  expect(bucketNameProblem('xb-x', pattern)).toBe('no')
  expect(bucketNameProblem('a-', pattern)).toBe('no')
})
