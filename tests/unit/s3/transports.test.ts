// Which way a request goes, and that a redirect, a failure and a cancel come out alike from both ways.
import { HttpRequest } from '@smithy/core/protocols'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../../src/domain/app-error'
import { probeEndpoint } from '../../../src/s3/connection-probe'
import { makeXmlReadable } from '../../../src/s3/readable-xml'
import { createRequestHandler } from '../../../src/s3/request-handler'

const fetched: Request[] = []
const sentByXhr: string[] = []
/** The looks for redirects, and what is answered to them. */
const checked: [url: string, init: RequestInit][] = []
let checkAnswer: ResponseInit = {}
let xhrAnswer: { readonly status: number; readonly url?: string; readonly html?: string } = { status: 200 }

class FakeXhr extends EventTarget {
  static readonly LOADING = 3
  static readonly DONE = 4
  readonly upload = new EventTarget()
  readyState = 0
  status = 0
  responseText = ''
  responseType = ''
  responseURL = ''
  #url = ''
  open(_method: string, url: string): void {
    this.#url = url
  }
  setRequestHeader(): void {}
  getAllResponseHeaders(): string {
    const type = xhrAnswer.html === undefined ? '' : '\r\ncontent-type: text/html'
    return `etag: "e"\r\nx-amz-request-id: tx1${type}`
  }
  send(body: Blob): void {
    sentByXhr.push(this.#url)
    const progress = Object.assign(new Event('progress'), { loaded: body.size / 2 })
    queueMicrotask(() => {
      this.upload.dispatchEvent(progress)
      this.#finish(xhrAnswer.status, xhrAnswer.url ?? this.#url)
    })
  }
  abort(): void {
    this.#finish(0, '')
  }
  #finish(status: number, url: string): void {
    Object.assign(this, { status, readyState: 4, responseURL: url, responseText: xhrAnswer.html ?? '' })
    this.dispatchEvent(new Event('readystatechange'))
    if (status === 0) this.dispatchEvent(new Event('error'))
  }
}

function request(change: Partial<ConstructorParameters<typeof HttpRequest>[0]> = {}): HttpRequest {
  const place = { protocol: 'https:', hostname: 'rgw.example.edu', path: '/b/k', method: 'PUT' }
  return new HttpRequest({ ...place, body: new Blob(['1234']), ...change })
}

beforeEach(() => {
  fetched.length = sentByXhr.length = 0
  xhrAnswer = { status: 200 }
  vi.stubGlobal('XMLHttpRequest', FakeXhr)
  checkAnswer = { status: 403 }
  checked.length = 0
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.includes('.lockgate-redirect-check')) {
      checked.push([url, init])
      return new Response(null, checkAnswer)
    }
    fetched.push(new Request(url, init))
    return new Response('', { status: 200 })
  })
})
afterEach(() => vi.unstubAllGlobals())

const onProgress = (): void => undefined
const keyHeader = { 'x-amz-server-side-encryption-customer-key': 'a2V5' }

describe('the way', () => {
  it('is XMLHttpRequest for a watched body, and it tells how far it is', async () => {
    const seen: number[] = []
    const exchange = {}
    await createRequestHandler().handle(request(), { onProgress: (bytes) => seen.push(bytes), exchange })
    expect(seen).toEqual([2, 4])
    expect(exchange).toMatchObject({ status: 200, requestId: 'tx1', hasDate: false })
    expect(sentByXhr).toHaveLength(1)
    expect(fetched).toEqual([]) // but for the look for redirects
  })

  it('is fetch for everything else, without cookies, referrer or following', async () => {
    await createRequestHandler().handle(request())
    expect(fetched[0]).toMatchObject({ credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer' })
    expect(sentByXhr).toEqual([])
  })

  it('asks no cache for an answer, and puts no word about caches beside a body, where it would be kept', async () => {
    await createRequestHandler().handle(request({ method: 'GET', body: undefined }))
    await createRequestHandler().handle(request())
    expect(fetched.map(({ cache }) => cache)).toEqual(['no-store', 'force-cache'])
  })

  it('is fetch for an object or a part with a key, because only fetch keeps it from following a redirect', async () => {
    const seen: number[] = []
    await createRequestHandler().handle(request({ headers: keyHeader }), { onProgress: (bytes) => seen.push(bytes) })
    expect([fetched.length, seen]).toEqual([1, [4]])
    await createRequestHandler().handle(request({ headers: keyHeader, query: { uploadId: 'u' } }), { onProgress })
    expect(fetched).toHaveLength(2)
    expect(sentByXhr).toEqual([])
  })

  it('is fetch beside a condition, because XMLHttpRequest would add a cache header that the gateway keeps', async () => {
    for (const name of ['if-none-match', 'if-match'])
      await createRequestHandler().handle(request({ headers: { [name]: '*' } }), { onProgress })
    expect(fetched).toHaveLength(2)
    expect(sentByXhr).toEqual([])
  })
})

describe('a redirect', () => {
  it('is an error by fetch before it is followed', async () => {
    for (const answer of [
      new Response(null, { status: 307 }),
      Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' })
    ]) {
      vi.stubGlobal('fetch', async () => answer)
      await expect(createRequestHandler().handle(request())).rejects.toMatchObject({ kind: 'redirected' })
    }
  })

  it('by XMLHttpRequest is followed by browsers, and the host that received the data is named', async () => {
    xhrAnswer = { status: 200, url: 'https://elsewhere.example.edu:8443/b/k' }
    const moved = await createRequestHandler()
      .handle(request(), { onProgress })
      .catch((error: unknown) => error as AppError)
    expect(moved).toMatchObject({ kind: 'redirected', details: { receivedBy: 'elsewhere.example.edu:8443' } })
  })

  it('is looked for before a body goes by XMLHttpRequest, once for each endpoint', async () => {
    const { handle } = createRequestHandler()
    checkAnswer = { status: 307 }
    await expect(handle(request(), { onProgress })).rejects.toMatchObject({
      kind: 'redirected',
      details: { status: 307 }
    })
    expect(sentByXhr).toEqual([])
    checkAnswer = { status: 403 }
    await Promise.all([handle(request(), { onProgress }), handle(request(), { onProgress })])
    expect([sentByXhr.length, checked.length]).toEqual([2, 2])
    const [url, init] = checked[1] ?? []
    expect(url).toMatch(/^https:\/\/rgw\.example\.edu\/b\/\.lockgate[^?]*\?partNumber=1&uploadId=none$/)
    expect(init).toMatchObject({ method: 'PUT', redirect: 'manual', credentials: 'omit' })
    expect(init).not.toHaveProperty('headers')
  })

  it('is not looked for where the gateway does not answer: the upload itself will tell', async () => {
    let count = 0
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError(`Failed to fetch ${++count}`)))
    const { handle } = createRequestHandler()
    await handle(request(), { onProgress })
    await handle(request(), { onProgress })
    expect([sentByXhr.length, count]).toEqual([2, 2]) // and asked for again the next time
  })
})

describe('a failed XMLHttpRequest', () => {
  it('with a proxy’s page leaves no rejection unhandled', async () => {
    const unheard: unknown[] = []
    const hear = (reason: unknown): void => void unheard.push(reason)
    process.on('unhandledRejection', hear)
    xhrAnswer = { status: 502, html: '<html><h1>502 Bad Gateway</h1></html>' }
    const { response } = await createRequestHandler().handle(request(), { onProgress })
    expect(response.statusCode).toBe(502)
    expect(await new Response(response.body as BodyInit).text()).toBe('')
    await new Promise((resolve) => setTimeout(resolve, 10))
    process.off('unhandledRejection', hear)
    expect(unheard).toEqual([])
  })

  it('fails as fetch does, and tells whether anything had left', async () => {
    for (const halfBytes of [0, 2]) {
      xhrAnswer = { status: 0 }
      const body = new Blob(['x'.repeat(halfBytes * 2)])
      const exchange = {}
      const sending = createRequestHandler().handle(request({ body }), { onProgress, exchange })
      await expect(sending).rejects.toBeInstanceOf(TypeError)
      expect(exchange).toMatchObject({ hasBodyLeft: halfBytes > 0 })
    }
  })
})

describe('probeEndpoint', () => {
  const probe = (answer: (mode: string | undefined) => Promise<Response>) => {
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => answer(init.mode))
    return probeEndpoint('https://rgw.example.edu')
  }
  const fails = () => Promise.reject(new TypeError('Failed to fetch'))

  it('tells the four apart', async () => {
    expect(await probe(async () => new Response())).toBe('reachable')
    expect(await probe(async () => new Response(null, { status: 301 }))).toBe('redirected')
    expect(await probe(async (mode) => (mode === 'no-cors' ? new Response() : fails()))).toBe('cors-blocked')
    expect(await probe(fails)).toBe('unreachable')
  })
})

describe('an answer in XML', () => {
  const answered = async (body: string): Promise<string> => {
    const answer = {
      response: { statusCode: 200, headers: { 'content-type': 'application/xml' }, body: new Blob([body]).stream() }
    }
    await makeXmlReadable(answer as never)
    return new Response(answer.response.body).text()
  }

  it('is not read where the gateway says that it is empty', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('read')) })
    const answer = { response: { statusCode: 200, headers: { 'content-length': '0' }, body } }
    await makeXmlReadable(answer as never)
    expect(await new Response(answer.response.body).text()).toBe('')
  })

  it('is taken when it is whole, or when there is nothing of it', async () => {
    for (const whole of [
      '<a><b>1</b></a>\n',
      '<a/>',
      '',
      '<?xml version="1.0"?><a x="1">t</a>',
      '{"Version":"2012-10-17"}'
    ])
      expect(await answered(whole)).toBe(whole)
  })

  it('is read without the blanks that kept its connection open', async () => {
    expect(await answered(' \n  <?xml version="1.0"?><a/>')).toBe('<?xml version="1.0"?><a/>')
    expect(await answered('  ')).toBe('')
  })

  it('is a broken connection when it ends before its root does', async () => {
    for (const part of ['<a><b>1', '<a><b>1</b', '<a', '<a><b>'])
      await expect(answered(part), part).rejects.toBeInstanceOf(TypeError)
  })
})
