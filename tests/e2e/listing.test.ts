// Listings: what a folder shows, every odd key there is, many pages, and what a look costs on the wire.
import { createHash } from 'node:crypto'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { en } from '../../src/messages/en'
import { parseRgwToken } from '../../src/domain/rgw-token'
import { boto } from '../gateway/judge'
import { errorTitle } from './error-words'
import { chooseAction, downloadOpen, expect, logged, numberedKeys, put, putMany, row, sha256, test } from './fixture'

test('scenario 6: names, sizes and dates are those that boto lists', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'hello.txt', 'Hello World!')
  await put(s3, bucket, 'data/numbers.csv', 'x'.repeat(5000))
  await put(s3, bucket, 'data/more.csv', 'x'.repeat(2_000_000))
  await connect()
  await goTo('')
  await expect(row(page, 'data').getByText('—')).toBeVisible()
  await goTo('data/')
  const judged = await boto(
    { info, account: info.alice },
    'print(json.dumps([[k.name, k.size, k.last_modified] for k in conn.get_bucket(arg).list("data/")]))',
    bucket
  )
  const keys = JSON.parse(judged.stdout.toString()) as [string, number, string][]
  expect(keys).toHaveLength(2)
  for (const [key, size, modified] of keys) {
    const line = row(page, key.slice('data/'.length))
    const exact = size.toLocaleString('en-US')
    await expect(line.getByTitle(new RegExp(`${exact} bytes`))).toBeVisible()
    const shown = await page.evaluate(
      (ms) => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms),
      Date.parse(modified)
    )
    await expect(line.getByTitle(shown)).toBeVisible()
  }
})

const oddKeys = [
  'a//b',
  '../x',
  './y',
  'c/../d',
  '%2F',
  'a%2Fb',
  'hash#mark',
  'what?',
  'a+b',
  'with space',
  ' lead and trail ',
  '😀/😀.txt',
  'tab\there',
  'new\nline',
  '/leading',
  'é',
  'quote\'"<b>&amp;',
  `long-${'x'.repeat(1015)}.txt`,
  'قياسات',
  'trailing/'
]

test('every odd key has a place of its own, opens, and comes back byte for byte', async ({
  page,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  for (const key of oddKeys) await put(s3, bucket, key, `body of ${key}`)
  await connect()
  for (const key of oddKeys) {
    const prefix = key.slice(0, key.replace(/\/$/, '').lastIndexOf('/') + 1)
    const address = (part: string): string =>
      part
        .split('/')
        .map((s) => encodeURIComponent(s).replaceAll('.', '%2E'))
        .join('/')
    await page.goto(`${baseURL}#/b/${bucket}/${address(prefix)}?object=${address(key)}`)
    const inspector = page.getByRole('complementary', { name: en.inspector.label })
    const etag = createHash('md5').update(`body of ${key}`).digest('hex')
    await expect(inspector.locator('dt:text-is("ETag") + dd'), JSON.stringify(key)).toContainText(etag)
    await expect(
      inspector.getByText(en.common.encryption.notEncrypted, { exact: true }),
      JSON.stringify(key)
    ).toBeVisible()
    expect(sha256(await downloadOpen(page)), JSON.stringify(key)).toBe(sha256(Buffer.from(`body of ${key}`)))
  }
})

test('folders of odd names open by a click and by the keyboard, and the way back works', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const key of ['a//b', 'a/c', '../x', '%2F/y', 'q?#/z']) await put(s3, bucket, key, key)
  await connect()
  await goTo('')
  await row(page, '..').click()
  await expect(row(page, 'x')).toBeVisible()
  await page.goBack()
  await row(page, 'a').click()
  await expect(row(page, 'c')).toBeVisible()
  const grid = page.getByRole('grid', { name: en.objects.label })
  await grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(row(page, 'b')).toBeVisible()
  await grid.focus()
  await page.keyboard.press('Backspace')
  await expect(row(page, 'c')).toBeVisible()
  await page.getByRole('navigation', { name: en.objects.path.label }).getByRole('link', { name: bucket }).click()
  await row(page, 'q?#').click()
  await expect(row(page, 'z')).toBeVisible()
  await page.reload()
  await expect(row(page, 'z')).toBeVisible()
})

test('2,500 keys come as one scrolls; only visible rows are in the page, only they are looked at', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await putMany(s3, bucket, numberedKeys(2500, 'many/'))
  await connect()
  await goTo('many/')
  await expect(row(page, '0000')).toBeVisible()
  await expect(row(page, '0000').locator('[data-lock=clear]')).toBeVisible()
  const grid = page.getByRole('grid', { name: en.objects.label })
  expect(await grid.getByRole('row').count()).toBeLessThan(80)
  await grid.focus()
  await expect(async () => {
    await page.keyboard.press('End')
    await expect(row(page, '2499')).toBeVisible({ timeout: 1000 })
  }).toPass()
  expect(await grid.getByRole('row').count()).toBeLessThan(80)
  await expect(row(page, '2499').locator('[data-lock=clear]')).toBeVisible()
  const heads = (await logged(info, `${bucket}/many/`)).filter(({ method }) => method === 'HEAD')
  expect(heads.length).toBeGreaterThan(20)
  expect(heads.length).toBeLessThan(400)
})

test.describe('what a look costs', () => {
  test('with an access key: no preflight, no header of its own, one request a look', async ({
    page,
    bucket,
    s3,
    connectThrough
  }) => {
    await put(s3, bucket, 'one.txt', 'x')
    const proxy = await connectThrough({})
    await expect(row(page, 'one.txt').locator('[data-lock=clear]')).toBeAttached()
    await row(page, 'one.txt').click()
    await expect(
      page.getByRole('complementary').getByText(en.common.encryption.notEncrypted, { exact: true })
    ).toBeVisible()
    await expect(page.getByRole('region', { name: en.inspector.properties.title })).toContainText('STANDARD')
    await downloadOpen(page)
    expect(proxy.seen.filter(([method]) => method === 'OPTIONS')).toEqual([])
    // Of this bucket, and of those of other tests that are listed beside it.
    const isAnonymous = ([, url]: readonly [string, string]) => /^\/[^/]+\/\?list-type=2&max-keys=1$/.test(url)
    // One each time that the buckets were listed.
    const lists = proxy.seen.filter(([method, url]) => method === 'GET' && url.startsWith('/?'))
    const anonymous = proxy.seen.filter((seen) => isAnonymous(seen) && seen[1].startsWith(`/${bucket}/`))
    expect(anonymous.length).toBeGreaterThan(0)
    expect(anonymous.length).toBeLessThanOrEqual(lists.length)
    for (const [method, url] of proxy.seen.filter((seen) => !isAnonymous(seen)))
      if (method !== 'HEAD' || url.includes('?')) expect(url, method).toContain('X-Amz-Signature')
    const ofBucket = proxy.seen.filter((seen) => seen[1].startsWith(`/${bucket}`) && !isAnonymous(seen))
    // One for the lock, one for the properties of the object that is open.
    expect(ofBucket.filter(([method, url]) => method === 'HEAD' && url.includes('one.txt?'))).toHaveLength(2)
    expect(ofBucket.filter(([, url]) => url.includes('list-type=2'))).toHaveLength(1)
    const gets = ofBucket.filter(([method, url]) => method === 'GET' && /one\.txt\?/.test(url))
    expect(gets.filter(([, url]) => !/[?&](acl|tagging)\b/.test(url))).toHaveLength(1)
  })

  test('with a token: signed in headers always, the token in no address', async ({
    page,
    info,
    connect,
    secrets,
    baseURL
  }) => {
    const token = info.ldap?.token ?? ''
    secrets.push(token)
    await connect({ endpoint: info.https, accessKey: token, secretKey: '' })
    await page.goto(`${baseURL}#/b/no-such-bucket-of-mine/`)
    await expect(page.getByRole('alert').getByRole('heading')).toHaveText(errorTitle('no-such-bucket'))
    const lines = await logged(info, 'no-such-bucket-of-mine')
    expect(lines.some(({ method }) => method === 'OPTIONS')).toBe(true)
    for (const { args } of lines) {
      expect(args).not.toContain('X-Amz-')
      expect(args).not.toContain(encodeURIComponent(parseRgwToken(token)?.accessKey.slice(0, 20) ?? '-'))
    }
  })
})

test('an error in a listing is no empty listing, and trying again mends it', async ({
  page,
  bucket,
  connect,
  goTo,
  baseURL
}) => {
  await connect()
  await page.goto(`${baseURL}#/b/${bucket}-gone/`)
  await expect(page.getByRole('alert').getByRole('heading')).toHaveText(errorTitle('no-such-bucket'))
  await expect(page.getByText(en.objects.empty.bucket)).toHaveCount(0)
  await page.goto(`${baseURL}#/bucket/${bucket}-gone`)
  await expect(page.getByRole('alert').getByRole('heading')).toHaveText([errorTitle('no-such-bucket')])
  await expect(page.getByRole('button', { name: /^(Delete|Empty) the bucket/ })).toHaveCount(0)
  await goTo('')
  await expect(page.getByText(en.objects.empty.bucket)).toBeVisible()
})

test('an address of an object that is not there says so, and shows its folder', async ({
  page,
  bucket,
  s3,
  connect,
  baseURL
}) => {
  await put(s3, bucket, 'there.txt', 'x')
  await connect()
  await page.goto(`${baseURL}#/b/${bucket}/?object=not-there.txt`)
  await expect(page.getByText(en.objects.notFound('not-there.txt'))).toBeVisible()
  await expect(row(page, 'there.txt')).toBeVisible()
  await expect(page).not.toHaveURL(/object=/)
})

test('an object beyond the rows that are loaded follows what is done to it, and closes when it is deleted', async ({
  page,
  s3,
  bucket,
  connect,
  baseURL
}) => {
  await putMany(s3, bucket, numberedKeys(1100, 'many/'))
  await put(s3, bucket, 'many/zz.txt', 'one')
  await connect()
  await page.goto(`${baseURL}#/b/${bucket}/many/?object=many/zz.txt`)
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  const size = inspector.locator('dt:text-is("Size") + dd')
  await expect(size).toHaveText('3 bytes')
  await expect(row(page, '0000')).toBeVisible()
  await expect(page.getByText(en.objects.total.soFar)).toBeVisible()
  await chooseAction(inspector, en.editing.title)
  const editor = page.getByRole('dialog', { name: en.editing.title })
  await editor.getByRole('textbox', { name: en.editing.text }).fill('three')
  await editor.getByRole('button', { name: en.editing.save }).click()
  await expect(editor.getByRole('status')).toContainText('Saved and verified')
  await editor.getByRole('button', { name: en.common.close }).last().click()
  await expect(size).toHaveText('5 bytes')
  await expect(page.getByText(en.objects.total.soFar)).toBeVisible()
  await chooseAction(inspector, en.common.delete)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(inspector).toBeHidden()
  await expect(page).not.toHaveURL(/object=/)
  await expect(page.getByText(en.objects.notFound('many/zz.txt'))).toHaveCount(0)
  await expect(page.getByRole('grid', { name: en.objects.label })).toBeFocused()
})

test('a key acts on the row that was highlighted, whatever came or went around it in the meantime', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const name of ['m', 'n', 'o']) await put(s3, bucket, name, 'x')
  await connect()
  await goTo('')
  await expect(row(page, 'o')).toBeVisible()
  await page.getByRole('grid', { name: en.objects.label }).focus()
  await page.keyboard.press('ArrowDown')
  // As an upload that ends does: the keyboard stays where it is.
  const reload = () =>
    page.getByRole('button', { name: en.objects.header.reload }).evaluate((button: HTMLElement) => button.click())
  const dialog = page.getByRole('dialog')

  for (const name of ['a', 'b', 'c']) await put(s3, bucket, name, 'x')
  await reload()
  await expect(row(page, 'a')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(dialog).toHaveAccessibleName('Delete “n”')
  await page.keyboard.press('Escape')

  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'n' }))
  await reload()
  await expect(row(page, 'n')).toHaveCount(0)
  for (const key of ['Delete', 'ArrowUp', 'Delete']) await page.keyboard.press(key)
  await expect(dialog).toHaveAccessibleName('Delete “m”')
})
