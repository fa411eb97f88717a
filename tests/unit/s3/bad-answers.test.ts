// Bad answers to what the page shows and writes beside bytes: cut short, a proxy's page, an error in a 200, busy. None of them is
// taken for "none", "private" or "done", and the next good answer mends it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import { profile } from './sample'

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const xml = (body: string): Answer => ({ status: 200, type: 'application/xml', body })
const owner = '<Owner><ID>alice</ID></Owner>'
const everyone =
  '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>'
const acl = xml(
  `<AccessControlPolicy>${owner}<AccessControlList><Grant>${everyone}<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`
)
const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*"}]}'
const gateway = createGateway(profile)
const bytes = new Blob(['x'])
const aclBefore = { owner: { id: 'alice' }, grants: [] }

/** Each read, its good answer, and what is told of it. */
const reads = {
  'ACL of a bucket': [() => gateway.access.ofBucket('lab'), acl, { grants: [{ permission: 'READ' }] }],
  'ACL of an object': [() => gateway.access.ofObject('lab', 'a'), acl, { grants: [{ permission: 'READ' }] }],
  policy: [() => gateway.buckets.policyOf('lab'), { status: 200, type: 'application/json', body: policy }, policy],
  versioning: [
    () => gateway.buckets.versioningOf('lab'),
    xml('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'),
    'on'
  ],
  tags: [
    () => gateway.properties.tagsOf('lab', 'a'),
    xml('<Tagging><TagSet><Tag><Key>run</Key><Value>1</Value></Tag></TagSet></Tagging>'),
    { run: '1' }
  ],
  versions: [
    () => gateway.versions.listPage({ bucket: 'lab', prefix: '' }),
    xml(
      '<ListVersionsResult><Name>lab</Name><Version><Key>a</Key><VersionId>1</VersionId></Version></ListVersionsResult>'
    ),
    { versions: [{ key: 'a' }] }
  ],
  'unfinished uploads': [
    () => gateway.uploads.listPage('lab'),
    xml(
      '<ListMultipartUploadsResult><Bucket>lab</Bucket><Upload><Key>a</Key><UploadId>1</UploadId></Upload></ListMultipartUploadsResult>'
    ),
    { uploads: [{ key: 'a' }] }
  ]
} as const satisfies Record<string, readonly [() => Promise<unknown>, Answer, unknown]>

const properties = { contentType: 'text/plain', metadata: {}, isWhole: true } as never
/** Each write, and its good answer. */
const writes = {
  'ACL of a bucket': [() => gateway.access.putOfBucket('lab', aclBefore), xml('')],
  'ACL of an object': [() => gateway.access.putOfObject('lab', 'a', aclBefore), xml('')],
  policy: [() => gateway.buckets.putPolicy('lab', policy), xml('')],
  'an edited text': [
    () =>
      gateway.properties.overwrite({
        bucket: 'lab',
        key: 'a',
        body: bytes,
        md5Hex: '9dd4e461268c8034f5c8564e155c67a6',
        properties,
        tags: {},
        sseKey: undefined,
        ifMatchEtag: 'e'
      }),
    xml('')
  ],
  'a restored version': [
    () => gateway.versions.restore({ bucket: 'lab', key: 'a', versionId: '1', sseKey: undefined }),
    xml('<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>')
  ],
  'deleted objects': [
    () => gateway.versions.deleteBatch('lab', [{ key: 'a' }]),
    xml('<DeleteResult><Deleted><Key>a</Key></Deleted></DeleteResult>')
  ]
} as const satisfies Record<string, readonly [() => Promise<unknown>, Answer]>

type Fault = (good: Answer) => Answer
const cutShort: Fault = (good) => ({ ...good, body: good.body.slice(0, -12) })
const faults: readonly (readonly [string, string, Fault])[] = [
  [
    'a page of a proxy',
    'not-s3',
    () => ({ status: 200, type: 'text/html', body: '<!doctype html><title>Sign in</title>' })
  ],
  [
    'an error in a 200',
    'gateway-failed',
    () => xml('<?xml version="1.0"?><Error><Code>InternalError</Code><Message>no</Message></Error>')
  ],
  ['a busy gateway', 'gateway-busy', () => ({ ...xml('<Error><Code>SlowDown</Code></Error>'), status: 503 })]
]

let answer: Answer = xml('')
beforeEach(() =>
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.type, etag: '"e"' } })
    )
  )
)
afterEach(() => void vi.unstubAllGlobals())

const kindOf = (action: () => Promise<unknown>): Promise<unknown> =>
  action().then(
    (value) => ({ taken: value }),
    (error: unknown) => (error as { kind?: string }).kind
  )

for (const [what, [read, good, told]] of Object.entries(reads))
  test.each([
    ['an answer that ends in the middle', what === 'policy' ? 'not-s3' : 'truncated', cutShort] as const,
    ['an answer with nothing in it', 'not-s3', (good: Answer) => ({ ...good, body: '' })] as const,
    ...faults
  ])(`${what}, read: %s is not an answer, and the next one is`, async (_name, kind, fault) => {
    answer = fault(good)
    expect(await kindOf(read)).toBe(kind)
    answer = good
    if (typeof told === 'string') expect(await read()).toBe(told)
    else expect(await read()).toMatchObject(told)
  })

for (const [what, [write, good]] of Object.entries(writes))
  test.each(faults)(`${what}, written: %s does not mean that it was done`, async (_name, kind, fault) => {
    answer = fault(good)
    expect(await kindOf(write)).toBe(kind)
    answer = good
    expect(await kindOf(write)).toHaveProperty('taken')
  })

test.each(['a restored version', 'deleted objects'] as const)(
  '%s, written: an answer that ends in the middle does not mean that it was done',
  async (what) => {
    const [write, good] = writes[what]
    answer = cutShort(good)
    expect(await kindOf(write)).toBe('truncated')
  }
)

test.each([
  ['text/html', '<!doctype html><title>mine</title>'],
  ['application/xml', '\ufeff<a>&#1;\r</a><!-- the end -->'],
  ['application/xml', '<Error>a file of mine</Error>'],
  ['text/xml', '<open']
])('an object that is called %s comes byte for byte: %j', async (type, body) => {
  answer = { status: 200, type, body }
  const read = await gateway.properties.readSmall({ bucket: 'lab', key: 'a', sseKey: undefined, maxBytes: 1000 })
  expect(read.bytes).toEqual(new TextEncoder().encode(body))
})

test('an ACL without its list of grants is not taken for a private one', async () => {
  answer = xml(`<AccessControlPolicy>${owner}</AccessControlPolicy>`)
  expect(await kindOf(() => gateway.access.ofObject('lab', 'a'))).toBe('not-s3')
  answer = xml(`<AccessControlPolicy>${owner}<AccessControlList></AccessControlList></AccessControlPolicy>`)
  expect(await gateway.access.ofObject('lab', 'a')).toEqual(aclBefore)
})
