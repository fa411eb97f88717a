// The page's language: chosen, preferred, loaded, and heard of by what is shown.
import { afterEach, expect, test } from 'vitest'
import { currentLanguage, isLanguage, m, preferredLanguage, useLanguage } from '../../../src/messages/messages'
import { locale } from '../../../src/messages/locale'

afterEach(() => useLanguage('en', []))

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr-FR', 'de'], 'de'],
  [['EN-gb'], 'en'],
  [['fr', 'ja'], 'en'],
  [[], 'en']
])('of %j, %s is used', (tags, language) => expect(preferredLanguage(tags)).toBe(language))

test('a language that is chosen is used, in the reader’s own variant', async () => {
  await useLanguage('de', ['en-US', 'de-CH'])
  expect([m.settings.title, currentLanguage(), locale()]).toEqual(['Einstellungen', 'de', 'de-CH'])
  await useLanguage('en', ['de-CH'])
  expect([m.settings.title, currentLanguage(), locale()]).toEqual(['Settings', 'en', 'en'])
})

test('what was stored as a language may be anything', () => {
  expect(['de', 'toString', 'xx', undefined].map((tag) => isLanguage(tag))).toEqual([true, false, false, false])
})
