// What the worker answers, and above all what it leaves alone.
import { describe, expect, test } from 'vitest'
import { isPageAddress, routeRequest, type RequestShape } from '../../../../src/platform/service-worker/route-request'

const scope = 'https://host.example/some/where/'
const paths = new Set(['index.html', 'icon.svg', 'assets/index-BZakY23S.js'])
const routeOf = (url: string, shape: Partial<RequestShape> = {}, place = scope) =>
  routeRequest({ method: 'GET', url: new URL(url, place).href, mode: 'cors', destination: '', ...shape }, place, paths)
const navigate = { mode: 'navigate', destination: 'document' }

test('the page is answered at its folder and its file, whatever the query, and nowhere else', () => {
  for (const url of ['./', './#/keys', './?from=mail', 'index.html'])
    expect(routeOf(url, navigate), url).toEqual({ kind: 'page' })
  for (const url of ['docs/', 'indexes.html', '../', 'https://other.example/some/where/'])
    expect(routeOf(url, navigate), url).toEqual({ kind: 'pass' })
  expect(routeOf('./')).toEqual({ kind: 'pass' })
})

test('files of the build come from the copy, however they are asked for', () => {
  const file = { kind: 'file', path: 'assets/index-BZakY23S.js' }
  expect(routeOf('assets/index-BZakY23S.js', { destination: 'script' })).toEqual(file)
  expect(routeOf('assets/index-BZakY23S.js')).toEqual(file)
  expect(routeOf('icon.svg', navigate)).toEqual({ kind: 'file', path: 'icon.svg' })
})

test('what another version may have had is looked for, the settings are fresh, a picture may be the institution’s', () => {
  for (const destination of ['script', 'style', 'worker'])
    expect(routeOf('assets/KeysPage-BxDYWR-_.js', { destination })).toEqual({ kind: 'former-file' })
  expect(routeOf('site.json')).toEqual({ kind: 'site' })
  expect(routeOf('logo/university.png', { destination: 'image' })).toEqual({ kind: 'picture' })
})

describe('everything else passes untouched', () => {
  const gateways = ['https://rgw.example', 'https://host.example', 'https://host.example/some/where']
  const requests = ['', '/bucket', '/bucket/key.txt', '/bucket/assets/index-BZakY23S.js', '/bucket/?list-type=2']
  test.each(gateways)('a gateway at %s', (gateway) => {
    for (const path of requests.map((request) => gateway + request).filter((url) => url !== scope.slice(0, -1)))
      for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'])
        expect(routeOf(path, { method }), `${method} ${path}`).toEqual({ kind: 'pass' })
  })

  test('objects whose keys look like files of a build, in a bucket called assets, on the page’s very folder', () => {
    expect(routeOf('assets/Report-2026-a1.pdf')).toEqual({ kind: 'pass' })
    expect(routeOf('assets/KeysPage-BxDYWRnZ.js')).toEqual({ kind: 'pass' })
    expect(routeOf('assets/index-BZakY23S.js?X-Amz-Signature=1', { destination: 'image' })).toEqual({ kind: 'pass' })
    expect(routeOf('site.json?X-Amz-Signature=1')).toEqual({ kind: 'pass' })
  })

  test('writes, even of the page itself', () => {
    for (const method of ['HEAD', 'PUT', 'POST', 'DELETE'])
      for (const url of ['./', 'index.html', 'site.json', 'icon.svg'])
        expect(routeOf(url, { method, ...navigate }), `${method} ${url}`).toEqual({ kind: 'pass' })
  })

  test('the worker’s own script', () => {
    expect(routeOf('service-worker.js', { destination: 'serviceworker' })).toEqual({ kind: 'pass' })
  })
})

test('at the root of a host the same holds', () => {
  const root = 'https://host.example/'
  expect(routeOf('./', navigate, root)).toEqual({ kind: 'page' })
  expect(routeOf('bucket/key', {}, root)).toEqual({ kind: 'pass' })
  expect(routeOf('https://host.example.evil/', navigate, root)).toEqual({ kind: 'pass' })
})

test('a page’s address is known by its path alone', () => {
  expect(isPageAddress(`${scope}#/b/x/`, scope)).toBe(true)
  expect(isPageAddress(`${scope}index.html?a`, scope)).toBe(true)
  expect(isPageAddress(`${scope}docs/`, scope)).toBe(false)
  expect(isPageAddress('https://host.example/', scope)).toBe(false)
})
