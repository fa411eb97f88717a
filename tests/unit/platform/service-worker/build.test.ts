// The list of what a build consists of, as the last step of a build writes it.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sealBuild } from '../../../../.config/offline-copy'
import { storeNames, type Build } from '../../../../src/platform/service-worker/build'

const page = '<!doctype html><head><meta name="lockgate-build" content="" /></head>'
let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lockgate-build-'))
  mkdirSync(join(dir, 'assets'))
  write('index.html', page)
  write('assets/index-BZakY23S.js', 'run()')
  write('icon.svg', '<svg/>')
  for (const name of ['site.json', 'site.example.json', 'assets/index-BZakY23S.js.map']) write(name, '{}')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (path: string, text: string): void => writeFileSync(join(dir, path), text)
const read = (path: string): string => readFileSync(join(dir, path), 'utf8')
const listed = (): Build => {
  const self: { lockgateBuild?: Build } = {}
  new Function('self', read('service-worker.js').replace(/\n[^]*$/, ''))(self)
  return self.lockgateBuild as Build
}

test('every file is listed with the digest of its bytes as they are served; settings, source maps and the worker are not', () => {
  const build = sealBuild(dir, 'work()')
  expect(build.files.map(({ path }) => path)).toEqual(['assets/index-BZakY23S.js', 'icon.svg', 'index.html'])
  for (const { path, sha256, sizeBytes } of build.files) {
    const bytes = readFileSync(join(dir, path))
    expect([sha256, sizeBytes]).toEqual([createHash('sha256').update(bytes).digest('base64'), bytes.byteLength])
  }
  expect(listed()).toEqual(build)
})

test('the page and the worker name the same version', () => {
  const { version } = sealBuild(dir, 'work()')
  expect(version).toMatch(/^[0-9a-f]{8}$/)
  expect(read('index.html')).toContain(`<meta name="lockgate-build" content="${version}"`)
})

test('a worker whose code begins with a bracket still gets its list', () => {
  sealBuild(dir, '(function(){self.seen=self.lockgateBuild.version})()')
  const self: { seen?: string } = {}
  new Function('self', read('service-worker.js'))(self)
  expect(self.seen).toBe(listed().version)
})

test('sealing again changes nothing; another byte anywhere, or another worker, is another version', () => {
  const first = sealBuild(dir, 'work()')
  expect(sealBuild(dir)).toEqual(first)
  const versions = new Set([first.version])
  for (const [path, text] of [
    ['icon.svg', '<svg />'],
    ['index.html', page.replace('<head>', '<head lang="en">')],
    ['assets/late-BZakY23S.js', '']
  ] as const) {
    write(path, text)
    versions.add(sealBuild(dir).version)
  }
  versions.add(sealBuild(dir, 'workOtherwise()').version)
  expect(versions.size).toBe(5)
})

test('a page with no place for the name fails the build', () => {
  write('index.html', '<!doctype html>')
  expect(() => sealBuild(dir, '')).toThrow('no place')
})

test('two Lockgates on one host, one below the other, never touch each other’s caches', () => {
  const outer = storeNames('https://host.example/a/')
  const inner = storeNames('https://host.example/a/b/')
  expect(inner.version('1').startsWith(outer.prefix)).toBe(false)
  expect(outer.version('1').startsWith(inner.prefix)).toBe(false)
  expect(outer.version('1').startsWith(outer.prefix)).toBe(true)
  expect(outer.version('1')).not.toBe(outer.version('2'))
  expect(new Set([outer.site, inner.site, outer.changeLock, inner.changeLock]).size).toBe(4)
  for (const name of [outer.site, outer.changeLock]) expect(name.startsWith(outer.prefix)).toBe(false)
})
