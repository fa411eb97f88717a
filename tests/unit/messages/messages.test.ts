// The page's language: chosen, preferred, loaded, and heard of by what is shown.
import { afterEach, expect, test } from 'vitest'
import {
  currentLanguage,
  isLanguage,
  loadMessages,
  m,
  preferredLanguage,
  useFirstMessages,
  useLanguage
} from '../../../src/messages/messages'
import { de } from '../../../src/messages/de'
import { en } from '../../../src/messages/en'
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

test('the first view does not wait for what places and dialogs say', async () => {
  await useFirstMessages('de', [])
  expect([m.settings.title, m.keys]).toEqual(['Einstellungen', undefined])
  await loadMessages()
  expect(m.keys).toBe(de.keys)
})

test('a language that is chosen while the rest of another loads is whole', async () => {
  await useFirstMessages('de', [])
  await Promise.all([loadMessages(), useLanguage('en', [])])
  expect([m.settings, m.keys]).toEqual([en.settings, en.keys])
})

test('what was stored as a language may be anything', () => {
  expect(['de', 'toString', 'xx', undefined].map((tag) => isLanguage(tag))).toEqual([true, false, false, false])
})
