// The licences in a build: whose code is in it, and one text for all that share it.
import { expect, test } from 'vitest'
import { formatLicenses, packageFolder } from '../../../.config/licenses'

test('a module belongs to its innermost package, or to the project', () => {
  expect(packageFolder('/p/node_modules/idb-keyval/dist/index.js')).toBe('/p/node_modules/idb-keyval')
  expect(packageFolder('\0/p/node_modules/@aws-sdk/core/node_modules/@smithy/x/a.js?commonjs')).toBe(
    '/p/node_modules/@aws-sdk/core/node_modules/@smithy/x'
  )
  expect(packageFolder('\0vite/preload-helper.js', '/p/')).toBe('/p/node_modules/vite')
  expect(packageFolder('/p/src/main.ts')).toBeUndefined()
})

test('packages are named with their version and licence, each text once, the page’s own first', () => {
  const one = { title: 'one 1.0.0', license: 'MIT', text: 'Copyright One' }
  const [two, alike] = ['two 2.0.0', 'alike 3.0.0'].map((title) => ({ title, license: 'Apache-2.0', text: 'Apache' }))
  const bare = { title: 'bare 1.0.0', license: 'ISC', text: '' }
  const text = formatLicenses([two!, one, alike!, bare], 'Own')
  expect(text.startsWith('Lockgate (Apache-2.0)\n\nOwn')).toBe(true)
  expect(text).toContain('alike 3.0.0 (Apache-2.0)\ntwo 2.0.0 (Apache-2.0)\n\nApache')
  expect(text).toContain('one 1.0.0 (MIT)\n\nCopyright One')
  expect(text).toContain('bare 1.0.0 (ISC)\n\nThe package holds no licence text')
  expect(text.match(/Apache$/gm)).toHaveLength(1)
})
