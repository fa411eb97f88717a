// The house's arrows, read from the imports themselves: a wrong one, a cycle or a stray SDK import fails.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const src = new URL('../src', import.meta.url).pathname
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|svelte)$/.test(file))

/** What each room may import, beside itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  messages: ['domain'],
  transfers: ['domain'],
  operations: ['domain', 'transfers'],
  state: ['domain', 'transfers', 'operations'],
  ui: ['domain', 'messages', 'state', 'transfers', 'operations'],
  s3: ['domain'],
  crypto: ['domain'],
  platform: ['domain', 'crypto', 'requests.worker.ts', 'preview-parquet.worker.ts'],
  'requests.worker.ts': ['domain', 's3', 'platform'],
  'preview-parquet.worker.ts': ['domain', 'operations'],
  'main.ts': ['domain', 'messages', 'transfers', 'operations', 'state', 'ui', 's3', 'crypto', 'platform']
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '')
}

function resolve(file: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined
  const path = relative(src, join(src, dirname(file), name.replace(/\?.*$/, '')))
  return files.find((other) => [path, `${path}.ts`, `${path}/index.ts`].includes(other))
}

const roomOf = (file: string): string => file.split('/')[0] ?? ''

test('there are files to look at, each in a room that has rules', () => {
  expect(files.length).toBeGreaterThan(60)
  expect(files.filter((file) => arrows[roomOf(file)] === undefined)).toEqual([])
})

test('every import of a file of ours is followed', () => {
  const lost = files.flatMap((file) =>
    importsOf(file)
      .filter(
        (name) => name.startsWith('.') && !/\.(css|woff2|svg)(\?|$)/.test(name) && resolve(file, name) === undefined
      )
      .map((name) => `${file} → ${name}`)
  )
  expect(lost).toEqual([])
})

test('no import goes against the arrows', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .map((name) => resolve(file, name))
      .filter((target) => target !== undefined)
      .filter((target) => roomOf(target) !== roomOf(file) && !arrows[roomOf(file)]?.includes(roomOf(target)))
      .map((target) => `${file} → ${target}`)
  )
  expect(wrong).toEqual([])
})

test('of the workers that use other folders, the page knows nothing but their addresses', () => {
  const names = files.flatMap((file) => importsOf(file).filter((name) => /(requests|parquet)\.worker/.test(name)))
  expect(names).toEqual(['../../preview-parquet.worker.ts?worker&url', '../../requests.worker.ts?worker&url'])
})

test('only s3 knows the AWS SDK, only platform idb-keyval and valibot, only crypto hash-wasm', () => {
  const owners: readonly (readonly [RegExp, string])[] = [
    [/^@(aws-sdk|smithy)\//, 's3'],
    [/^idb-keyval/, 'platform'],
    [/^valibot/, 'platform'], // stored records and site.json
    [/^hash-wasm/, 'crypto']
  ]
  const stray = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => owners.some(([pattern, owner]) => pattern.test(name) && roomOf(file) !== owner))
      .map((name) => `${file} → ${name}`)
  )
  expect(stray).toEqual([])
})

test('no import goes round in a circle', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file) || way.includes(file)) return
    for (const name of importsOf(file)) {
      const target = resolve(file, name)
      if (target !== undefined) visit(target, [...way, file])
    }
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

test('hostile names meet no HTML: nothing writes markup from strings', () => {
  const pattern = /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment/
  expect(files.filter((file) => pattern.test(readFileSync(join(src, file), 'utf8')))).toEqual([])
})
