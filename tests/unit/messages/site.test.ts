// What the administrator of a broken site.json reads.
import { expect, test } from 'vitest'
import { parseSite } from '../../../src/platform/browser/site-schema'
import { en } from '../../../src/messages/en'

function words(json: unknown): string {
  const reading = parseSite(json)
  return 'problem' in reading ? en.site.problem({ code: 'not-understood', ...reading.problem }) : ''
}

test.each([
  [{ name: 5 }, 'site.json has an error: name must be text in quotes, not the number 5.'],
  [[], 'site.json has an error: it must be an object in { }, not a list.'],
  [{ endpoints: [{ name: 'a' }] }, 'site.json has an error: endpoints[0].url is missing.'],
  [
    { bucketPrefix: { pattern: '(a)\\1', message: 'No.' } },
    'site.json has an error: bucketPrefix.pattern can’t have “\\1” there. Supported: characters, classes, groups, |, *, +, ? and {n,m}.'
  ]
])('%j', (json, expected) => expect(words(json)).toBe(expected))
