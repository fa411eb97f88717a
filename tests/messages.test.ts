// Every sentence that a user can read stands in the catalogue, where it can be read in one sitting and in another language.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findLiterals } from './literals'

const src = new URL('../src', import.meta.url).pathname

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  // What other tools are to run is no sentence.
  (file) => /\.(ts|svelte)$/.test(file) && !/^(messages|domain\/code)\//.test(file)
)

test.each(files)('%s says nothing by itself', (file) => {
  expect(findLiterals(`${src}/${file}`).map(({ line, text }) => `${line}: ${text}`)).toEqual([])
})
