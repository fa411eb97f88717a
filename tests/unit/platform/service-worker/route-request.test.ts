// What the worker answers, and above all what it leaves alone.
import { describe, expect, test } from 'vitest'
import { isPageAddress, routeRequest, type RequestShape } from '../../../../src/platform/service-worker/route-request'

const scope = 'https://host.example/some/where/'
const paths = new Set(['index.html', 'icon.svg', 'assets/index-BZakY23S.js'])
const routeOf = (url: string, shape: Partial<RequestShape> = {}, place = scope) =>
  routeRequest({ method: 'GET', url: new URL(url, place).href, mode: 'cors', destination: '', ...shape }, place, paths)
const page = { path: 'index.html', from: 'this-version' }
const navigate = { mode: 'navigate', destination: 'document' }

test('the page is answered at its folder and its file, whatever the query, and nowhere else', () => {
  for (const url of ['./', './#/keys', './?from=mail', 'index.html']) expect(routeOf(url, navigate), url).toEqual(page)
  for (const url of ['docs/', 'indexes.html', '../', 'https://other.example/some/where/'])
    expect(routeOf(url, navigate), url).toBeUndefined()
  expect(routeOf('./')).toBeUndefined()
})

test('files of the build come from the copy, however they are asked for', () => {
  const file = { path: 'assets/index-BZakY23S.js', from: 'this-version' }
  expect(routeOf('assets/index-BZakY23S.js', { destination: 'script' })).toEqual(file)
  expect(routeOf('assets/index-BZakY23S.js')).toEqual(file)
  expect(routeOf('icon.svg', navigate)).toEqual({ path: 'icon.svg', from: 'this-version' })
})

test('what another version may have had is looked for, the settings are fresh, a picture may be the institution’s', () => {
  const path = 'assets/KeysPage-BxDYWR-_.js'
  for (const destination of ['script', 'style', 'worker'])
    expect(routeOf(path, { destination })).toEqual({ path, from: 'any' })
  for (const shape of [{}, navigate, { destination: 'script' }]) expect(routeOf('site.json', shape)).toBeUndefined()
  const logo = 'logo/university.png'
  expect(routeOf(logo, { destination: 'image' })).toEqual({ path: logo, from: 'any' })
  expect(routeOf(logo, { destination: 'script' })).toBeUndefined()
})

describe('everything else passes untouched', () => {
  const gateways = ['https://rgw.example', 'https://host.example', 'https://host.example/some/where']
  const requests = ['', '/bucket', '/bucket/key.txt', '/bucket/assets/index-BZakY23S.js', '/bucket/?list-type=2']
  test.each(gateways)('a gateway at %s', (gateway) => {
    for (const path of requests.map((request) => gateway + request).filter((url) => url !== scope.slice(0, -1)))
      for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'])
        expect(routeOf(path, { method }), `${method} ${path}`).toBeUndefined()
  })

  test('objects whose keys look like files of a build, in a bucket called assets, on the page’s very folder', () => {
    expect(routeOf('assets/Report-2026-a1.pdf')).toBeUndefined()
    expect(routeOf('assets/KeysPage-BxDYWRnZ.js')).toBeUndefined()
    expect(routeOf('assets/index-BZakY23S.js?X-Amz-Signature=1', { destination: 'image' })).toBeUndefined()
    expect(routeOf('site.json?X-Amz-Signature=1')).toBeUndefined()
  })

  test('writes, even of the page itself', () => {
    for (const method of ['HEAD', 'PUT', 'POST', 'DELETE'])
      for (const url of ['./', 'index.html', 'site.json', 'icon.svg'])
        expect(routeOf(url, { method, ...navigate }), `${method} ${url}`).toBeUndefined()
  })

  test('the worker’s own script', () => {
    expect(routeOf('service-worker.js', { destination: 'serviceworker' })).toBeUndefined()
  })
})

test('at the root of a host the same holds', () => {
  const root = 'https://host.example/'
  expect(routeOf('./', navigate, root)).toEqual(page)
  expect(routeOf('bucket/key', {}, root)).toBeUndefined()
  expect(routeOf('https://host.example.evil/', navigate, root)).toBeUndefined()
})

test('a page’s address is known by its path alone', () => {
  expect(isPageAddress(`${scope}#/b/x/`, scope)).toBe(true)
  expect(isPageAddress(`${scope}index.html?a`, scope)).toBe(true)
  expect(isPageAddress(`${scope}docs/`, scope)).toBe(false)
  expect(isPageAddress('https://host.example/', scope)).toBe(false)
})
