// When the page and the gateway share an address, whatever page the gateway stores could read what Lockgate stores: that is warned of.
import { expect, test } from 'vitest'
import { sharesOrigin } from '../../../src/domain/profile'

const PAGE = 'https://storage.example.edu'

test.each([
  ['https://storage.example.edu', true],
  ['https://storage.example.edu/', true],
  ['https://STORAGE.example.edu:443', true],
  ['storage.example.edu', true],
  ['http://storage.example.edu', false],
  ['https://storage.example.edu:8443', false],
  ['https://rgw.storage.example.edu', false],
  ['https://storage.example.edu.example.org', false],
  ['', false],
  ['https://', false]
])('the gateway %j shares the page’s origin: %s', (endpoint, isShared) => {
  expect(sharesOrigin(endpoint, PAGE)).toBe(isShared)
})
