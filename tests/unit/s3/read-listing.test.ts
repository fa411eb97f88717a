// The reader of listings beside the SDK's: what it reads, it reads the same; what it doesn't know, it leaves alone.
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toListedPage } from '../../../src/s3/listing'
import { readListing, type ListedPage } from '../../../src/s3/read-listing'
import { replaceUnreadable } from '../../../src/s3/readable-xml'
import type { GatewayRequestHandler } from '../../../src/s3/request-handler'
import { createSdkClient } from '../../../src/s3/sdk-client'
import { answering, profile } from './sample'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** As radosgw writes a row. */
const row = (key: string, size: number | string = 1, modified = '2026-11-29T10:20:30.456Z', etag = '&quot;ab&quot;') =>
  `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><ETag>${etag}</ETag><Size>${size}</Size>` +
  '<StorageClass>STANDARD</StorageClass><Type>Normal</Type></Contents>'
const head = '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
const page = (...parts: string[]): string => `${head}<Name>lab</Name>${parts.join('')}</ListBucketResult>`

let body = ''
const handler: GatewayRequestHandler = {
  handle: (request, options) => answering({ status: 200, body }).handle(request, options),
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({})
}
const sdk = createSdkClient(profile, { mayUseQuery: true }, handler)

/** Blanks between elements: where there is no line break among them, the SDK loses the row that they stand in. */
const BLANKS = /(<\/[A-Za-z]+>|<[A-Za-z]+\/>|<(?:Contents|CommonPrefixes|Owner)>)[ \t]+(?=<)/g

/** @returns 'refused' when the SDK's reader throws. */
async function readBySdk(text: string): Promise<ListedPage | 'refused' | undefined> {
  body = replaceUnreadable(text.trimStart().replace(BLANKS, '$1'))
  const output = await sdk.send(new ListObjectsV2Command({ Bucket: 'lab' })).catch(() => undefined)
  return output === undefined ? 'refused' : toListedPage(output)
}

const character = fc.constantFrom(...'aZ09 /.-_~!*()#%+&<>"\'=;\n\t\x01\x7fäß語\ufffd😀')
const name = fc.oneof(fc.string({ unit: character, maxLength: 12 }), fc.constantFrom('__proto__', '&amp;', ']]>'))
const encoded = name.map((text) => encodeURIComponent(text).replaceAll('%20', '+'))
const date = fc
  .date({ min: new Date('1970-01-02'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((when) => when.toISOString())
const etag = fc.constantFrom('&quot;d41d8cd98f00b204e9800998ecf8427e&quot;', 'ab-2', '&quot;&quot;', '')
const rows = fc.tuple(encoded, fc.nat(), date, etag).map(([key, size, modified, tag]) => row(key, size, modified, tag))
const prefixes = encoded.map((prefix) => `<CommonPrefixes><Prefix>${prefix}%2F</Prefix></CommonPrefixes>`)
const fields = fc
  .record(
    {
      Prefix: encoded,
      MaxKeys: fc.constant('1000'),
      EncodingType: fc.constant('url'),
      IsTruncated: fc.constantFrom('true', 'false'),
      NextContinuationToken: name.map((text) => escape(text.replace(/[\n\t\x01]/g, ''))),
      KeyCount: fc.constant('3')
    },
    { requiredKeys: [] }
  )
  .map((record) => Object.entries(record).map(([field, value]) => `<${field}>${value}</${field}>`))
const pages = fc
  .tuple(fields, fc.array(rows, { maxLength: 5 }), fc.array(prefixes, { maxLength: 3 }))
  .chain((parts) => fc.shuffledSubarray(parts.flat(), { minLength: parts.flat().length }))
  .map((parts) => page(...parts))

describe('the reader of listings', () => {
  test('reads what gateways write as the SDK does', async () => {
    await fc.assert(
      fc.asyncProperty(pages, async (text) => {
        const read = readListing(replaceUnreadable(text))
        expect(read).toBeDefined()
        expect(read).toEqual(await readBySdk(text))
      }),
      { numRuns: 60 }
    )
  })

  test('reads what was changed on the way as the SDK does, or not at all', async () => {
    const piece = fc.constantFrom(
      ...[
        '<Key>',
        '</Key>',
        '<Key/>',
        '</Contents>',
        '<Contents>',
        '<Size>',
        '&',
        '&#1;',
        '&#65;',
        '&amp;',
        '&nbsp;',
        '>'
      ],
      ...[
        ' ',
        '\n',
        '\t',
        '\0',
        '\ufffe',
        ']]>',
        '<![CDATA[x]]>',
        '<!-- x -->',
        '<?x?>',
        '-',
        '.5',
        'x="1"',
        '<Prefix/>'
      ],
      ...['<Name>lab</Name>', '<IsTruncated>maybe</IsTruncated>', '2026-02-30T00:00:00Z', '<Owner><ID>a</ID></Owner>']
    )
    const change = fc.record({ at: fc.nat(2000), cut: fc.nat(12), piece: fc.oneof(piece, fc.constant('')) })
    await fc.assert(
      fc.asyncProperty(pages, fc.array(change, { minLength: 1, maxLength: 2 }), async (whole, changes) => {
        const changed = changes.reduce((now, { at, cut, piece: added }) => {
          const from = at % now.length
          return now.slice(0, from) + added + now.slice(from + cut)
        }, whole)
        // No bytes are read as half a character.
        const text = Buffer.from(changed).toString()
        const read = readListing(text)
        if (read !== undefined) expect(read).toEqual(await readBySdk(text))
      }),
      { numRuns: 200 }
    )
  })

  test('leaves other forms to the SDK', () => {
    const others = [
      page().replace('<Name>lab</Name>', ''),
      page('<Name>lab</Name>'),
      page('<New>1</New>'),
      page('<IsTruncated>yes</IsTruncated>'),
      page(row('a', '-1')),
      page(row('a', '1e3')),
      page(row('a', 1, '2026-02-30T00:00:00Z')),
      page(row('a', 1, '2026-01-01T00:00:00+01:00')),
      page(row('a').replace('<Key>a</Key>', '')),
      page(row('a').replace('<Key>', '<Key>a</Key><Key>')),
      page(row('<b/>')),
      page(row('a&#66;')),
      page(row('a&other;')),
      page(row('a\nb')),
      page(row('a'), '<CommonPrefixes><Prefix>a/</Prefix><Prefix>b/</Prefix></CommonPrefixes>'),
      page('<!-- -->'),
      page('text'),
      `${page(row('a'))}<more/>`,
      page(row('a')).slice(0, -3),
      page(row('a')).replaceAll('ListBucketResult', 'Other'),
      ''
    ]
    for (const text of others) expect(readListing(text), text).toBeUndefined()
  })

  test('reads the rows of other stores, and of a gateway that is asked for owners or checksums', () => {
    const owner = '<Owner><ID>ada</ID><DisplayName>Ada</DisplayName></Owner>'
    const aws = row('a').replace('<Type>Normal</Type>', '').replaceAll('><', '>\n  <')
    expect(readListing(page(aws))?.objects).toHaveLength(1)
    expect(readListing(page(row('a').replace('<Type>', `${owner}<Type>`)))?.objects).toHaveLength(1)
    const checked = '<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>'
    expect(readListing(page(row('a').replace('<Size>', checked)))?.objects[0]).toEqual({
      key: 'a',
      sizeBytes: 1,
      modifiedAtMs: Date.UTC(2026, 10, 29, 10, 20, 30, 456),
      etag: 'ab'
    })
  })
})
