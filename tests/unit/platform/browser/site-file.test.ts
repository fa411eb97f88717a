// site.json as servers give it: there, missing, broken, or another page in its place.
import { afterEach, expect, test, vi } from 'vitest'
import { SiteFile } from '../../../../src/platform/browser/site-file.svelte'

afterEach(() => void vi.unstubAllGlobals())

async function loadFrom(answer: Response | Error) {
  const asked: [unknown, RequestInit | undefined][] = []
  vi.stubGlobal('fetch', (url: unknown, init?: RequestInit) => {
    asked.push([url, init])
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
  const site = new SiteFile()
  await site.load('./site.json')
  return { site, asked }
}

test('what it says is taken over', async () => {
  const { site, asked } = await loadFrom(Response.json({ name: 'Example University', customEndpoints: false }))
  expect(site.site).toEqual({ name: 'Example University', customEndpoints: false })
  expect(site.problem).toBeUndefined()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject(['./site.json', { credentials: 'omit', redirect: 'error', cache: 'no-cache' }])
})

test.each([
  ['a missing file', new Response('nothing', { status: 404 })],
  ['a host that answers every path with its own page', new Response('\n<!doctype html><title>x</title>')],
  ['no network', new TypeError('fetch failed')]
])('%s is nothing special', async (_, answer) => {
  const { site } = await loadFrom(answer)
  expect([site.site, site.problem]).toEqual([{}, undefined])
})

test.each([
  ['no JSON', new Response('{ "name": '), { code: 'not-json' }],
  ['a field that is not known', Response.json({ nme: 'x' }), { code: 'not-understood', path: 'nme' }],
  [
    'a value of the wrong kind',
    Response.json({ endpoints: [{ name: 'x', url: 5 }] }),
    { code: 'not-understood', path: 'endpoints[0].url', fault: { code: 'not-text' } }
  ],
  ['a server that fails', new Response('<html>', { status: 502 }), { code: 'not-read', status: 502 }]
])('%s is named, and nothing of it is taken over', async (_, answer, problem) => {
  const { site } = await loadFrom(answer)
  expect(site.problem).toMatchObject(problem)
  expect(site.site).toEqual({})
})
