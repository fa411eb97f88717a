// site.json as servers give it: there, missing, broken, or another page in its place.
import { afterEach, expect, test, vi } from 'vitest'
import { SiteFile } from '../../../../src/platform/browser/site-file.svelte'

afterEach(() => void vi.unstubAllGlobals())

/** What is stored for a start without a network. */
class FakeCopy {
  text: string | undefined
  logo: string | undefined

  constructor(text?: string) {
    this.text = text
  }
  async read(): Promise<string | undefined> {
    return this.text
  }
  async replace(text: string | undefined, logo: string | undefined): Promise<void> {
    this.text = text
    this.logo = logo
  }
}

async function loadFrom(answer: Response | Error, stored?: string) {
  const asked: [unknown, RequestInit | undefined][] = []
  vi.stubGlobal('fetch', (url: unknown, init?: RequestInit) => {
    asked.push([url, init])
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
  const copy = new FakeCopy(stored)
  const site = new SiteFile(copy)
  await site.load('./site.json')
  return { site, asked, copy }
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

const KNOWN = '{ "name": "Known before" }'

test('what came is stored, with its logo, and so replaces what was known', async () => {
  const text = '{ "name": "Example University", "logo": "logo/university.png" }'
  const { copy, site } = await loadFrom(new Response(text), KNOWN)
  expect([copy.text, copy.logo, site.site.name]).toEqual([text, 'logo/university.png', 'Example University'])
})

test('credentials are never stored, and what was known before goes', async () => {
  const demoProfile = { name: 'd', endpoint: 'http://127.0.0.1:8000', accessKey: 'A', secretKey: 'S' }
  const { copy, site } = await loadFrom(Response.json({ name: 'Demo', demoProfile }), KNOWN)
  expect([site.site.name, site.problem, copy.text]).toEqual(['Demo', undefined, undefined])
})

test.each([
  ['no network', new TypeError('fetch failed')],
  ['a server in trouble', new Response('', { status: 502 })],
  ['a network’s login page', new Response('<html>Sign in</html>')]
])('%s: what was known is shown, and stays', async (_, answer) => {
  const { copy, site } = await loadFrom(answer, KNOWN)
  expect([site.site.name, site.problem, copy.text]).toEqual(['Known before', undefined, KNOWN])
})

test.each([
  ['missing', new Response('<html>Nothing here</html>', { status: 404 })],
  ['broken', new Response('{ "name": ')],
  ['not understood', Response.json({ nme: 'x' })]
])('a file that is %s now is not shown from before', async (_, answer) => {
  const { copy, site } = await loadFrom(answer, KNOWN)
  expect([site.site, copy.text]).toEqual([{}, undefined])
})
