// What goes wrong on a day like any other: each is said in one sentence with one remedy, nothing is lost, and the page goes on.
import { createHash } from 'node:crypto'
import { DeleteBucketCommand, DeleteObjectCommand } from '@aws-sdk/client-s3'
import type { Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { errorTitle } from './error-words'
import type { MadeUpAnswer } from './fault-proxy'
import { FIRST_BUCKET } from './first-bucket'
import { chooseFiles, expect, fillLogin, importKey, put, read, row, send, test, transfer } from './fixture'

const alert = (page: Page) => page.getByRole('alert')

/** The listing works again after whatever it was: an error was no dead end. */
async function expectUsable(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: en.common.retry }).first().click()
  await expect(row(page, name)).toBeVisible()
  await expect(alert(page)).toHaveCount(0)
}

test.describe('a listing that is not answered as it should be is an error, never an empty folder', () => {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>'
  const answers: readonly (readonly [string, MadeUpAnswer, string])[] = [
    ['503', { status: 503, body: `${xml}<Error><Code>SlowDown</Code></Error>` }, 'The gateway is busy'],
    ['500 in XML', { status: 500, body: `${xml}<Error><Code>InternalError</Code></Error>` }, 'Gateway error'],
    [
      'a proxy’s 502 in HTML',
      { status: 502, contentType: 'text/html', body: '<html><body><h1>502 Bad Gateway</h1></body></html>' },
      'Gateway error'
    ],
    [
      'a login page with 200',
      { status: 200, contentType: 'text/html', body: '<html><body><form>Sign in</form></body></html>' },
      errorTitle('not-s3')
    ],
    [
      '200 with an error inside',
      { status: 200, body: `${xml}<Error><Code>InternalError</Code></Error>` },
      'Gateway error'
    ],
    ['200 with nothing inside', { status: 200, body: '' }, errorTitle('not-s3')],
    [
      'half a page of keys',
      { status: 200, body: `${xml}<ListBucketResult><Name>x</Name><Contents><Key>half` },
      errorTitle('truncated')
    ],
    ['forbidden', { status: 403, body: `${xml}<Error><Code>AccessDenied</Code></Error>` }, 'Permission denied']
  ]
  test('one after the other', async ({ page, s3, bucket, connectThrough }) => {
    await put(s3, bucket, 'still-here.txt', 'x')
    let answer: MadeUpAnswer | undefined
    const isListing = (method: string, url: string) => method === 'GET' && url.includes('list-type=2')
    await connectThrough({
      answer: (method, url) => (isListing(method, url) && url.includes(bucket) ? answer : undefined)
    })
    for (const [name, bad, words] of answers)
      await test.step(name, async () => {
        await expect(row(page, 'still-here.txt')).toBeVisible()
        answer = bad
        await page.reload()
        await expect(alert(page)).toContainText(words)
        await expect(page.getByText(en.objects.empty.bucket)).toHaveCount(0)
        answer = undefined
        await expectUsable(page, 'still-here.txt')
      })
  })

  test('cut short on its way', async ({ page, s3, bucket, connectThrough }) => {
    for (const name of ['a', 'b', 'c']) await put(s3, bucket, `still-here-${name}.txt`, 'x')
    const proxy = await connectThrough({
      cutAfterBytes: (_, url) => (url.includes('list-type=2') && url.includes(bucket) ? 300 : undefined)
    })
    await expect(alert(page)).toContainText(errorTitle('truncated'))
    proxy.heal()
    await expectUsable(page, 'still-here-a.txt')
  })
})

test.describe('a clock that is two hours off', () => {
  test('is set right by the gateway’s own, where pages may read it', async ({ page, baseURL, connect }) => {
    await page.clock.install({ time: Date.now() + 2 * 3_600_000 })
    await page.goto(baseURL ?? '')
    await connect()
  })

  test('is named, where they may not', async ({ page, info, baseURL }) => {
    await page.clock.install({ time: Date.now() - 2 * 3_600_000 })
    await page.goto(baseURL ?? '')
    await fillLogin(page, { ...info.alice, endpoint: info.hiddenEtag })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(alert(page)).toContainText('clock')
    await expect(page.getByLabel(en.connect.credentials.label)).toHaveValue(info.alice.accessKey)
  })
})

test('someone else’s bucket is refused in words, and one’s own are a click away', async ({ page, info, connect }) => {
  await connect({ ...info.bob })
  await page.goto(`${page.url().split('#')[0]}#/b/${await theirBucket(info)}/`)
  await expect(alert(page)).toContainText('Permission denied')
  await page.getByRole('link', { name: en.common.error.allBuckets }).click()
  await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()

  async function theirBucket({ alice, direct }: typeof info): Promise<string> {
    const { S3Client, CreateBucketCommand } = await import('@aws-sdk/client-s3')
    const credentials = { accessKeyId: alice.accessKey, secretAccessKey: alice.secretKey }
    const s3 = new S3Client({ endpoint: direct, region: 'us-east-1', forcePathStyle: true, credentials })
    const name = `e2e-private-${Date.now()}`
    await s3.send(new CreateBucketCommand({ Bucket: name }))
    return name
  }
})

test('what is gone while one looks at it is said to be gone: an object, then its bucket', async ({
  page,
  s3,
  bucket,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'fleeting.txt', 'x')
  await connect()
  await goTo('')
  await row(page, 'fleeting.txt').click()
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'fleeting.txt' }))
  await page
    .getByRole('complementary', { name: en.inspector.label })
    .getByRole('button', { name: en.common.download })
    .click()
  await expect(await transfer(page, 'fleeting.txt')).toContainText(errorTitle('no-such-object'))
  await page.getByRole('button', { name: en.objects.header.reload }).click()
  await expect(page.getByText(en.objects.empty.bucket)).toBeVisible()
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }))
  await page.getByRole('button', { name: en.objects.header.reload }).click()
  await expect(alert(page)).toContainText(errorTitle('no-such-bucket'))
  await page.getByRole('link', { name: en.common.error.allBuckets }).click()
  await expect(page.getByRole('link', { name: bucket })).toHaveCount(0)
})

test('an upload that is completed with an error inside a 200 is not called done', async ({
  page,
  s3,
  bucket,
  connectThrough
}) => {
  const body = Buffer.alloc(18 * 1024 * 1024, 7)
  const error = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>InternalError</Code></Error>'
  let falseAnswers = 2
  await connectThrough({
    answer: (method, url) =>
      method === 'POST' && url.includes('uploadId=') && falseAnswers-- > 0 ? { status: 200, body: error } : undefined
  })
  const dialog = await chooseFiles(page, [
    { name: 'large.bin', mimeType: 'application/octet-stream', buffer: body }
  ] as never)
  await dialog.getByText(en.common.encryption.notEncrypted, { exact: true }).click()
  await send(dialog)
  const sent = await transfer(page, 'large.bin')
  await expect(sent).toHaveAttribute('data-state', /done|failed/)
  if ((await sent.getAttribute('data-state')) === 'failed') {
    await expect(sent).toContainText('Gateway error')
    await sent.getByRole('button', { name: /again|Retry/ }).click()
  }
  await expect(sent).toContainText('Verified')
  expect(falseAnswers).toBeLessThanOrEqual(0)
  expect((await read(s3, bucket, 'large.bin')).equals(body)).toBe(true)
})

test.describe('a bucket that is opened by name', () => {
  const open = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel(en.buckets.open.label).fill(text)
    await page.getByRole('button', { name: en.common.open, exact: true }).click()
  }
  const here = (page: Page) => page.getByRole('navigation', { name: en.objects.path.label })

  test('as a path, s3://, a signed link or an ARN', async ({ page, info, s3, bucket, secrets, connect }) => {
    await put(s3, bucket, 'reports/2026/scan.txt', 'x')
    secrets.push('deadbeef')
    await connect()
    const signed = `${info.http}/${bucket}/reports/2026/?X-Amz-Credential=a&X-Amz-Signature=deadbeef#x`
    const ways = [
      `${bucket}/reports/2026/`,
      `s3://${bucket}/reports/2026`,
      signed,
      `arn:aws:s3:::${bucket}/reports/2026/*`
    ]
    for (const way of ways) {
      await open(page, way)
      await expect(row(page, 'scan.txt')).toBeVisible()
      await expect(here(page)).toContainText('2026')
      expect(page.url()).not.toContain('deadbeef')
      await page.getByRole('link', { name: en.common.buckets }).first().click()
    }
    await open(page, `arn:aws:s3:::${bucket}`)
    await expect(row(page, 'reports')).toBeVisible()
  })

  test('on another gateway leads to Connect, and there after it', async ({ page, info, s3, bucket, connect }) => {
    await put(s3, bucket, 'reports/scan.txt', 'x')
    await connect()
    await open(page, `${info.hiddenEtag}/${bucket}/reports/?X-Amz-Signature=deadbeef`)
    await expect(page.getByLabel(en.connect.gateway.label, { exact: true })).toHaveValue(info.hiddenEtag)
    await fillLogin(page, { endpoint: info.hiddenEtag, ...info.alice })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(row(page, 'scan.txt')).toBeVisible()
  })

  test('and can be none is refused there with the reason; nothing is asked', async ({
    page,
    info,
    baseURL,
    connect
  }) => {
    await connect()
    const urls: string[] = []
    page.on('request', (request) => request.url().startsWith(info.http) && urls.push(request.url()))
    const names: readonly (readonly [string, string])[] = [
      ['ab', en.names.unopenable({ code: 'too-short', minLength: 3 })],
      ['..', en.names.unopenable({ code: 'leading-dot' })],
      ['x'.repeat(256), en.names.unopenable({ code: 'too-long', bytes: 256, maxBytes: 255 })],
      ['s3:///x', en.names.unopenable({ code: 'empty' })],
      ['arn:aws:iam:::user/alice', en.names.address({ code: 'arn-service' })],
      ['arn:aws:s3:::lab-*', en.names.address({ code: 'arn-several-buckets' })]
    ]
    for (const [name, reason] of names) {
      await open(page, name)
      await expect(page.getByText(reason)).toBeVisible()
      await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    }
    const others = new RegExp(`^${info.http}/(e2e-|${FIRST_BUCKET}|\\?|$)`)
    expect(urls.filter((url) => !others.test(url))).toEqual([])
    // By its address such a place is an error with a name, too, and no fault of Lockgate.
    for (const bucket of ['a%2Fb', '%2E%2E']) {
      await page.goto(`${baseURL}#/b/${bucket}/`)
      await expect(alert(page)).toContainText(errorTitle('name-refused'))
    }
  })
})

test.describe('key files', () => {
  const KEYSTRING = 'abcdefghijklmnopqrstuvwxyz012345'

  test('in UTF-16 hold the key that they show; of 31 characters and a line break, that is pointed out', async ({
    page,
    connect
  }) => {
    await connect()
    await importKey(page, 'powershell.txt', Buffer.from(`\ufeff${KEYSTRING}\r\n`, 'utf16le'))
    const inspector = page.getByRole('complementary', { name: en.keys.inspector.label })
    await expect(inspector).toContainText(createHash('md5').update(KEYSTRING).digest('base64'))
    await expect(page.getByText(en.keys.inspector.endsInLineBreak)).toHaveCount(0)
    const bytes = Buffer.from(`${KEYSTRING.slice(1)}\n`)
    await importKey(page, 'short.txt', bytes)
    await expect(inspector).toContainText(en.keys.inspector.endsInLineBreak)
    await expect(inspector).toContainText(createHash('md5').update(bytes).digest('base64'))
  })
})

test.describe('this browser’s own storage', () => {
  test('wiped: the page says that keys are gone, and works', async ({ page, context, baseURL, connect }) => {
    await connect()
    await makeUnsavedKey(page, 'wiped key')
    await page.goto('about:blank')
    const other = await context.newPage()
    await other.goto(`${baseURL}site.json`)
    await other.evaluate(async () => {
      for (const { name } of await indexedDB.databases())
        await new Promise((resolve, reject) => {
          const request = indexedDB.deleteDatabase(name ?? '')
          request.onsuccess = resolve
          request.onerror = reject
        })
    })
    await other.close()
    await page.goto(`${baseURL}#/keys`)
    await expect(alert(page).filter({ hasText: /deleted|gone|lost/i })).toBeVisible()
    await page.goto(baseURL ?? '')
    await connect()
  })

  test('full: a key that could not be kept is not shown as kept', async ({ page, connect }) => {
    await connect()
    // No quota that a test may set holds for IndexedDB in Chromium: what a full one throws is thrown in its place.
    await page.evaluate(() => {
      const { add } = IDBObjectStore.prototype
      IDBObjectStore.prototype.add = function () {
        IDBObjectStore.prototype.add = add
        throw new DOMException('The quota has been exceeded', 'QuotaExceededError')
      }
    })
    await page.getByRole('link', { name: en.common.keys }).first().click()
    await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
    await page.getByLabel(en.keys.create.name).fill('one too many')
    await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
    await expect(alert(page)).toContainText(/Browser storage is full|Couldn’t save/)
    await expect(page.getByLabel(en.keys.create.name)).toHaveValue('one too many')
    await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
    await expect(page.getByRole('button', { name: en.keys.backup.saveFile })).toBeVisible()
    await page.reload()
    await expect(page.getByText('one too many').first()).toBeVisible()
  })

  async function makeUnsavedKey(page: Page, name: string): Promise<void> {
    await page.getByRole('link', { name: en.common.keys }).first().click()
    await page.getByRole('button', { name: en.keys.createKey, exact: true }).click()
    await page.getByLabel(en.keys.create.name).fill(name)
    await page.getByRole('dialog').getByRole('button', { name: en.keys.createKey }).click()
    await expect(page.getByRole('button', { name: en.keys.backup.saveFile })).toBeVisible()
  }
})
