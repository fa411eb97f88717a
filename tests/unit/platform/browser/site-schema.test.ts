// site.json: what is understood, and that every mistake is named with its place.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FoundValue, SiteFault } from '../../../../src/domain/site'
import { parseSite } from '../../../../src/platform/browser/site-schema'

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
  const json: unknown = JSON.parse(
    readFileSync(new URL('../../../../public/site.example.json', import.meta.url), 'utf8')
  )
  const reading = parseSite(json)
  if ('problem' in reading) throw new Error(reading.problem.path)
  expect(Object.keys(reading.site).sort()).toEqual(
    ['name', 'logo', 'endpoints', 'helpLinks', 'bucketPrefix', 'placements', 'customEndpoints', 'demoProfile'].sort()
  )
})

describe('mistakes are named with their place', () => {
  const found = (type: FoundValue['type'], value = ''): FoundValue => ({ type, value })

  test.each<[unknown, string, Partial<SiteFault>]>([
    [null, '', { code: 'not-an-object', found: found('null') }],
    [[], '', { code: 'not-an-object', found: found('list') }],
    ['x', '', { code: 'not-an-object', found: found('text') }],
    [{ nmae: 'x' }, 'nmae', { code: 'unknown-field' }],
    [JSON.parse('{"__proto__":1}'), '__proto__', { code: 'unknown-field' }],
    [{ constructor: 1 }, 'constructor', { code: 'unknown-field' }],
    [{ name: 5 }, 'name', { code: 'not-text', found: found('number', '5') }],
    [{ name: ' ' }, 'name', { code: 'blank' }],
    [{ endpoints: {} }, 'endpoints', { code: 'not-a-list', found: found('object') }],
    [{ endpoints: [{ name: 'a' }] }, 'endpoints[0].url', { code: 'missing' }],
    [
      {
        endpoints: [
          { name: 'a', url: 'https://ok.example' },
          { name: 'b', url: 'ftp://x' }
        ]
      },
      'endpoints[1].url',
      { code: 'endpoint', problem: 'scheme' }
    ],
    [{ endpoints: [{ name: 'a', url: 'javascript:alert(1)' }] }, 'endpoints[0].url', { code: 'endpoint' }],
    [
      { endpoints: [{ name: 'a', url: 'https://x.example/path' }] },
      'endpoints[0].url',
      { code: 'endpoint', problem: 'path' }
    ],
    [
      { endpoints: [{ name: 'a', url: 'https://x.example', pathStyle: 'yes' }] },
      'endpoints[0].pathStyle',
      { code: 'not-a-flag', found: found('text') }
    ],
    [{ helpLinks: [{ label: 'a', url: 'javascript:alert(1)' }] }, 'helpLinks[0].url', { code: 'link' }],
    [{ helpLinks: [{ label: 'a', url: '/help' }] }, 'helpLinks[0].url', { code: 'link' }],
    [{ logo: 'https://elsewhere.example/logo.svg' }, 'logo', { code: 'logo' }],
    [{ logo: '//elsewhere.example/logo.svg' }, 'logo', { code: 'logo' }],
    [{ logo: '\\\\elsewhere.example/logo.svg' }, 'logo', { code: 'logo' }],
    [{ logo: '../logo.svg' }, 'logo', { code: 'logo' }],
    [{ logo: 'a/../../logo.svg' }, 'logo', { code: 'logo' }],
    [{ logo: ' //elsewhere.example/x' }, 'logo', { code: 'logo' }],
    [{ logo: 'data:image/svg+xml,x' }, 'logo', { code: 'logo' }],
    [{ bucketPrefix: { message: 'm' } }, 'bucketPrefix', { code: 'prefix-or-pattern' }],
    [{ bucketPrefix: { prefix: 'a', pattern: 'a', message: 'm' } }, 'bucketPrefix', { code: 'prefix-or-pattern' }],
    [{ bucketPrefix: { prefix: 'a' } }, 'bucketPrefix.message', { code: 'missing' }],
    [
      { bucketPrefix: { pattern: '(', message: 'm' } },
      'bucketPrefix.pattern',
      { code: 'pattern', problem: { code: 'not-a-pattern' } }
    ],
    [{ placements: [{ name: ':group' }] }, 'placements[0].name', { code: 'placement' }],
    [{ customEndpoints: 'no' }, 'customEndpoints', { code: 'not-a-flag', found: found('text') }],
    [
      { demoProfile: { name: 'd', endpoint: 'x.example', accessKey: 'A' } },
      'demoProfile.secretKey',
      { code: 'missing' }
    ],
    [
      { demoProfile: { name: 'd', endpoint: 'x.example', accessKey: 'A', secretKey: ' ' } },
      'demoProfile.secretKey',
      { code: 'blank' }
    ],
    [
      { demoProfile: { name: 'd', endpoint: 'x.example', accessKey: 'A', secretKey: 5 } },
      'demoProfile.secretKey',
      { code: 'not-text', found: found('number', '5') }
    ],
    [
      { placements: [{ name: 'x', labels: 'y' }] },
      'placements[0].labels',
      { code: 'unknown-field', known: ['name', 'label'] }
    ]
  ])('%j', (json, path, fault) => {
    expect(parseSite(json)).toMatchObject({ problem: { path, fault } })
  })
})
