// Listings that are not what was asked for, answered to the real adapter: nothing outside the prefix, nothing that goes round in a
// circle, nothing that keeps the browser busy for ever.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lastName } from '../../../src/s3/checked-listing'
import { createGateway } from '../../../src/s3/s3-gateway'
import { profile } from './sample'

const gateway = createGateway(profile)
const asked: URL[] = []
let answers: readonly string[] = []

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url))
    const body = answers[Math.min(asked.length, answers.length) - 1] ?? ''
    return new Response(body, { headers: { 'content-type': 'application/xml' } })
  })
})
afterEach(() => void vi.unstubAllGlobals())

const escape = (text: string): string => encodeURIComponent(text)
const objects = (...keys: string[]): string =>
  keys.map((key) => `<Contents><Key>${escape(key)}</Key><Size>1</Size></Contents>`).join('')
const folders = (...prefixes: string[]): string =>
  prefixes.map((prefix) => `<CommonPrefixes><Prefix>${escape(prefix)}</Prefix></CommonPrefixes>`).join('')
const more = (token?: string): string =>
  `<IsTruncated>true</IsTruncated>${token === undefined ? '' : `<NextContinuationToken>${token}</NextContinuationToken>`}`
const page = (...parts: string[]): string => `<ListBucketResult><Name>lab</Name>${parts.join('')}</ListBucketResult>`
const versions = (keys: readonly string[], rest = ''): string =>
  `<ListVersionsResult><Name>lab</Name>${keys
    .map((key) => `<Version><Key>${escape(key)}</Key><VersionId>1</VersionId><Size>1</Size></Version>`)
    .join('')}${rest}</ListVersionsResult>`
const uploads = (keys: readonly string[], rest = ''): string =>
  `<ListMultipartUploadsResult><Bucket>lab</Bucket>${keys
    .map((key) => `<Upload><Key>${escape(key)}</Key><UploadId>u</UploadId></Upload>`)
    .join('')}${rest}</ListMultipartUploadsResult>`
const parts = (numbers: readonly number[], rest = ''): string =>
  `<ListPartsResult><Bucket>lab</Bucket><Key>a</Key><UploadId>u</UploadId>${numbers
    .map((number) => `<Part><PartNumber>${number}</PartNumber><Size>10</Size><ETag>"TAG"</ETag></Part>`)
    .join('')}${rest}</ListPartsResult>`

const list = (prefix = '2026/', delimiter: '/' | 'none' = '/', maxKeys = 1000, token?: string) =>
  gateway.storage.listPage({
    bucket: 'lab',
    prefix,
    delimiter: delimiter === 'none' ? undefined : delimiter,
    token,
    maxKeys
  })
const isNotS3 = async (listing: Promise<unknown>): Promise<void> =>
  void (await expect(listing).rejects.toMatchObject({ kind: 'not-s3', details: { status: 200 } }))

describe('a listing that does not keep to the prefix is refused whole', () => {
  test('objects', async () => {
    answers = [page(objects('2026/a', '2026-backup/only-copy.db'))]
    await isNotS3(list())
    await isNotS3(list('2026/', 'none'))
  })

  test('common prefixes: outside, the folder itself, without the delimiter, or not asked for', async () => {
    for (const folder of ['2025/', '2026/', '2026/a', '']) {
      answers = [page(folders(folder))]
      await isNotS3(list())
    }
    answers = [page(folders('2026/a/'))]
    await isNotS3(list('2026/', 'none'))
    expect((await list()).prefixes).toEqual(['2026/a/'])
  })

  test('versions and delete markers', async () => {
    answers = [versions(['2026/a', 'thesis.tex'])]
    await isNotS3(gateway.versions.listPage({ bucket: 'lab', prefix: '2026/' }))
    answers = [versions([], '<DeleteMarker><Key>thesis.tex</Key><VersionId>2</VersionId></DeleteMarker>')]
    await isNotS3(gateway.versions.listPage({ bucket: 'lab', prefix: '2026/' }))
  })

  test('an object that was looked for by its key', async () => {
    answers = [page(objects('other'))]
    await isNotS3(gateway.storage.findObject('lab', 'mine'))
  })
})

test('more rows than were asked for are refused', async () => {
  answers = [page(objects('a', 'b'), folders('c/'))]
  await isNotS3(list('', '/', 2))
  expect((await list('', '/', 3)).objects).toHaveLength(2)
  const many = Array.from({ length: 1001 }, (_, index) => `k${index}`)
  answers = [versions(many)]
  await isNotS3(gateway.versions.listPage({ bucket: 'lab', prefix: '' }))
  answers = [uploads(many)]
  await isNotS3(gateway.uploads.listPage('lab'))
  answers = [parts(many.map((_, index) => index + 1))]
  await isNotS3(gateway.uploads.partsOf('lab', 'a', 'u'))
})

describe('a listing that does not advance is refused', () => {
  test('objects: the token that was asked with', async () => {
    answers = [page(objects('a'), more('t')), page(objects('a'), more('t'))]
    const { nextToken } = await list('', '/')
    await isNotS3(list('', '/', undefined, nextToken))
    expect(asked).toHaveLength(2)
  })

  test('objects: other tokens for ever, and no new name', async () => {
    let count = 0
    vi.stubGlobal('fetch', async () => {
      const body = page(objects('a'), more(`t${count++}`))
      return new Response(body, { headers: { 'content-type': 'application/xml' } })
    })
    const walk = async (): Promise<void> => {
      let token: string | undefined
      do token = (await list('', '/', undefined, token)).nextToken
      while (token !== undefined)
    }
    await isNotS3(walk())
    expect(count).toBeLessThan(200)
  })

  test('versions and uploads: the marker that was asked with, or one before it', async () => {
    answers = [versions(['a', 'b'], more())]
    const { next } = await gateway.versions.listPage({ bucket: 'lab', prefix: '' })
    expect(next).toEqual({ keyMarker: 'b', versionIdMarker: '1' })
    await isNotS3(gateway.versions.listPage({ bucket: 'lab', prefix: '', after: next }))
    answers = [versions(['a'], more())]
    await isNotS3(gateway.versions.listPage({ bucket: 'lab', prefix: '', after: next }))
    answers = [uploads(['a', 'b'], more())]
    const { next: after } = await gateway.uploads.listPage('lab')
    expect(after).toEqual({ keyMarker: 'b', uploadIdMarker: 'u' })
    await isNotS3(gateway.uploads.listPage('lab', after))
  })

  test('parts', async () => {
    answers = [parts([1, 2], more()), parts([1, 2], '<NextPartNumberMarker>2</NextPartNumberMarker>' + more())]
    await isNotS3(gateway.uploads.partsOf('lab', 'a', 'u'))
    expect(asked).toHaveLength(2)
  })
})

describe('a listing that says there is more', () => {
  test('and gives no token goes on after its last name', async () => {
    answers = [page(objects('a', 'b'), folders('a/'), more()), page(objects('c'))]
    const { nextToken } = await list('', '/')
    expect((await list('', '/', undefined, nextToken)).objects.map(({ key }) => key)).toEqual(['c'])
    expect(asked[1]?.searchParams.get('start-after')).toBe('b')
    expect(asked[1]?.searchParams.has('continuation-token')).toBe(false)
    answers = [parts([1, 2], more()), parts([3])]
    asked.length = 0
    expect((await gateway.uploads.partsOf('lab', 'a', 'u')).map(({ partNumber }) => partNumber)).toEqual([1, 2, 3])
    expect(asked[1]?.searchParams.get('part-number-marker')).toBe('2')
  })

  test('of versions, and gives no marker, goes on after the oldest version of its last name', async () => {
    const version = (id: string, year: number): string =>
      `<Version><Key>a</Key><VersionId>${id}</VersionId><LastModified>${year}-01-01T00:00:00Z</LastModified></Version>`
    answers = [
      `<ListVersionsResult><Name>lab</Name>${version('new', 2026)}${version('old', 2020)}${more()}</ListVersionsResult>`
    ]
    const { next } = await gateway.versions.listPage({ bucket: 'lab', prefix: '' })
    expect(next).toEqual({ keyMarker: 'a', versionIdMarker: 'old' })
  })

  test('and gives neither token nor name is no empty one', async () => {
    answers = [page(more())]
    await isNotS3(list(''))
    answers = [versions([], more())]
    await isNotS3(gateway.versions.listPage({ bucket: 'lab', prefix: '' }))
    answers = [uploads([], more())]
    await isNotS3(gateway.uploads.listPage('lab'))
    answers = [parts([], more())]
    await isNotS3(gateway.uploads.partsOf('lab', 'a', 'u'))
  })

  test('and has no name yet goes on by its token', async () => {
    answers = [page(more('t')), page(objects('a'))]
    const { nextToken } = await list('', '/')
    expect((await list('', '/', undefined, nextToken)).objects).toHaveLength(1)
    expect(asked[1]?.searchParams.get('continuation-token')).toBe('t')
  })
})

test('a part, or a bucket, that is listed twice is one', async () => {
  answers = [parts([1, 2], more()), parts([2, 3])]
  expect(await gateway.uploads.partsOf('lab', 'a', 'u')).toEqual(
    [1, 2, 3].map((partNumber) => ({ partNumber, sizeBytes: 10, etag: 'TAG' }))
  )
  const bucket = '<Bucket><Name>lab</Name></Bucket>'
  answers = [
    `<ListAllMyBucketsResult><Owner><ID>a</ID></Owner><Buckets>${bucket}${bucket}</Buckets></ListAllMyBucketsResult>`
  ]
  expect(JSON.stringify(await gateway.storage.listBuckets()).match(/"lab"/g)).toHaveLength(1)
})

describe('a body that no S3 sends is refused before it is parsed', () => {
  test('with a document type', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for (const start of [bomb, `<?xml version="1.0"?>\n<!-- - -->${bomb}`, bomb.toLowerCase()]) {
      answers = [`${start}${page(objects('a'))}`]
      await isNotS3(list(''))
      expect(asked.length).toBeLessThan(10)
    }
  })

  test('larger than 16 MiB, and the rest of it is not fetched', async () => {
    let pulled = 0
    const piece = new Uint8Array(1024 * 1024).fill(32)
    vi.stubGlobal('fetch', async () => {
      const body = new ReadableStream({
        pull: (controller) => {
          pulled++
          controller.enqueue(piece)
        }
      })
      return new Response(body, { headers: { 'content-type': 'application/xml' } })
    })
    await isNotS3(list(''))
    expect(pulled).toBeLessThan(40)
  })

  test('an error answer keeps the meaning of its status', async () => {
    vi.stubGlobal('fetch', async () => {
      const headers = { 'content-type': 'application/xml' }
      return new Response('<!DOCTYPE x><Error><Code>NoSuchBucket</Code></Error>', { status: 503, headers })
    })
    await expect(list('')).rejects.toMatchObject({ kind: 'gateway-busy' })
  })
})

test('whatever passes is below the prefix, and goes on to somewhere else', async () => {
  const name = fc.stringMatching(/^[ab/]{0,5}$/)
  const answer = fc.record({
    keys: fc.array(name, { maxLength: 4 }),
    common: fc.array(name, { maxLength: 3 }),
    token: fc.option(fc.constantFrom('t', 'u', ''), { nil: undefined }),
    isTruncated: fc.boolean()
  })
  await fc.assert(
    fc.asyncProperty(
      name,
      fc.constantFrom('/' as const, 'none' as const),
      fc.array(answer, { minLength: 1, maxLength: 4 }),
      async (prefix, delimiter, given) => {
        answers = given.map(({ keys, common, token, isTruncated }) =>
          page(objects(...keys), folders(...common), isTruncated ? more(token) : '')
        )
        asked.length = 0
        let token: string | undefined
        try {
          for (let count = 0; count < given.length; count++) {
            const listed = await list(prefix, delimiter, 5, token)
            for (const key of listed.objects.map((object) => object.key)) expect(key.startsWith(prefix)).toBe(true)
            for (const folder of listed.prefixes) {
              expect(folder.startsWith(prefix) && folder.length > prefix.length).toBe(true)
              expect(delimiter === '/' && folder.endsWith('/')).toBe(true)
            }
            expect(listed.objects.length + listed.prefixes.length).toBeLessThanOrEqual(5)
            if (listed.nextToken === undefined) break
            expect(listed.nextToken).not.toBe(token)
            token = listed.nextToken
          }
        } catch (error) {
          expect(error).toMatchObject({ kind: 'not-s3' })
        }
        const places = asked.map(
          ({ searchParams: query }) => `${query.get('continuation-token')} ${query.get('start-after')}`
        )
        for (const [index, place] of places.entries()) if (index > 0) expect(place).not.toBe(places[index - 1])
      }
    ),
    { numRuns: 100 }
  )
})

test('of names the last one is that whose UTF-8 sorts last', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '\x7f', 'ä', '\uffee', '😀', '😁'), maxLength: 4 })
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 9 }), (names) => {
      const inBytes = names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
      expect(lastName(names)).toBe(inBytes.at(-1))
    })
  )
})
