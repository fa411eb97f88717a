// Actions on many rows at once, picked by mouse and keyboard; each time another tool says what became of the bucket.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { awsCli, boto3, curl, type Seat } from '../../gateway/judge'
import { expect, numberedKeys, put, putMany, row, sha256, test } from '../fixture'

const pick = (page: Page, name: string): Locator => row(page, name).locator('.pick')
const footer = (page: Page, name: string): Locator => page.getByRole('main').getByRole('button', { name, exact: true })

/** The keys of a bucket, as aws-cli lists them. */
async function listed(seat: Seat, bucket: string): Promise<string[]> {
  const query = ['--query', 'Contents[].Key', '--output', 'json']
  const { stdout, stderr, status } = await awsCli(seat, ['s3api', 'list-objects-v2', '--bucket', bucket, ...query])
  expect(status, stderr).toBe(0)
  return (JSON.parse(stdout.toString()) as string[]).toSorted()
}

test('several objects and a folder are deleted together, and what has a like name stays', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const key of [
    'a +%.txt',
    'b.txt',
    'c.txt',
    'run',
    'run.txt',
    'run/',
    'run/1',
    'run/deep/2 #?',
    'run2/3',
    'ü.txt'
  ])
    await put(s3, bucket, key, 'xyz')
  await connect()
  await goTo('')
  await pick(page, 'run').first().click() // the folder comes before the object of its name
  await pick(page, 'a +%.txt').click()
  await row(page, 'ü.txt').click({ modifiers: ['Control'] })
  await expect(page.getByText(en.objects.footer.selected(3, 6, true, false))).toBeVisible()
  await footer(page, 'Delete').click()
  const dialog = page.getByRole('dialog', { name: 'Delete 2 objects and 1 folder' })
  await expect(dialog).toContainText('2 objects and 3 in 1 folder, 15 B')
  await dialog.getByRole('button', { name: en.common.cancel }).click()
  await expect(dialog).toBeHidden()
  expect(await listed({ info, account: info.alice }, bucket)).toHaveLength(10)

  await footer(page, 'Delete').click()
  const go = dialog.getByRole('button', { name: 'Delete 5 objects' })
  await expect(go).toBeEnabled()
  await go.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(row(page, 'ü.txt')).toBeHidden()
  await expect(row(page, 'run2')).toBeVisible()
  await expect(page.getByText(/\d selected/)).toHaveCount(0)
  expect(await listed({ info, account: info.alice }, bucket)).toEqual(['b.txt', 'c.txt', 'run', 'run.txt', 'run2/3'])
})

test('by keyboard alone: a range is deleted down to the last byte of it, and nothing beside', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const key of ['a', 'b', 'c', 'd', 'e']) await put(s3, bucket, key, key)
  await connect()
  await goTo('')
  await page.getByRole('grid', { name: en.objects.label }).focus()
  await page.keyboard.press('b')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('3 selected, 3 B')).toBeVisible()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog', { name: 'Delete 3 objects' })
  await expect(dialog.getByRole('button', { name: en.common.cancel })).toBeFocused()
  await expect(dialog.getByRole('button', { name: 'Delete 3 objects' })).toBeEnabled()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(row(page, 'c')).toBeHidden()
  expect(await listed({ info, account: info.alice }, bucket)).toEqual(['a', 'e'])
})

test('several objects and a folder are downloaded, byte for byte, and what was not picked is not', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await page.addInitScript(() => Object.assign(window, { showDirectoryPicker: undefined }))
  const bodies = new Map(
    (
      [
        ['one.bin', 400_000],
        ['two.bin', 0],
        ['left.bin', 5],
        ['f/x.bin', 70_000],
        ['f/g/y.bin', 1]
      ] as const
    ).map(([key, size]) => [key as string, randomBytes(size)])
  )
  for (const [key, body] of bodies) await put(s3, bucket, key, body)
  await connect()
  await goTo('')
  const downloads: Download[] = []
  page.on('download', (download) => downloads.push(download))
  for (const name of ['f', 'one.bin', 'two.bin']) await pick(page, name).click()
  await footer(page, 'Download').click()
  const dialog = page.getByRole('dialog', { name: 'Download 2 objects and 1 folder' })
  await expect(dialog).toContainText('2 objects and 2 in 1 folder')
  await dialog.getByText(en.downloads.browser.label).click()
  await dialog.getByRole('button', { name: 'Download 4 files' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('region', { name: en.common.transfers }).getByRole('button', { expanded: false }).first().click()
  await expect(page.locator('[data-batch]')).toHaveAttribute('data-batch', 'done')
  await expect(page.locator('[data-batch]')).toContainText('4 saved, all verified')
  await expect.poll(() => downloads.length).toBe(4)
  const saved = await Promise.all(
    downloads.map(async (one) => [one.suggestedFilename(), sha256(readFileSync(await one.path()))] as const)
  )
  const digest = (key: string): string => sha256(bodies.get(key) ?? Buffer.from('none'))
  expect(Object.fromEntries(saved)).toEqual({
    'one.bin': digest('one.bin'),
    'two.bin': digest('two.bin'),
    'f_x.bin': digest('f/x.bin'),
    'f_g_y.bin': digest('f/g/y.bin')
  })
})

test('three objects are opened to everybody; one that the gateway refused is named, and opened when it is tried again', async ({
  page,
  info,
  bucket,
  s3,
  connectThrough
}) => {
  for (const key of ['a.txt', 'b.txt', 'c.txt', 'd.txt']) await put(s3, bucket, key, key)
  const seat = { info, account: info.alice }
  /** What boto3 reads of every object's ACL: whether the group of everybody is in it, and whether the owner still is. */
  const acls = async (): Promise<unknown> => {
    const script = `
out = {}
for o in s3.list_objects_v2(Bucket=arg)['Contents']:
  grants = s3.get_object_acl(Bucket=arg, Key=o['Key'])['Grants']
  out[o['Key']] = sorted((g['Grantee'].get('URI', '').split('/')[-1] or g['Grantee']['ID']) + ' ' + g['Permission'] for g in grants)
print(json.dumps(out))`
    const { stdout, stderr, status } = await boto3(seat, script, bucket)
    expect(status, stderr).toBe(0)
    return JSON.parse(stdout.toString())
  }
  const [closed, open] = [['alice FULL_CONTROL'], ['AllUsers READ', 'alice FULL_CONTROL']]
  const proxy = await connectThrough({
    refuse: (method, url) => method === 'PUT' && url.includes('/b.txt') && url.includes('acl')
  })
  await pick(page, 'a.txt').click()
  await pick(page, 'c.txt').click({ modifiers: ['Shift'] })
  await footer(page, en.objects.footer.access).click()
  const dialog = page.getByRole('dialog', { name: en.sharing.many.title(3, 0) })
  await expect(dialog).toContainText(en.code.none['each-differs'])
  await dialog.getByRole('radio', { name: /\b(?<!-)public-read$/ }).check()
  await dialog.getByRole('button', { name: en.sharing.changeAccess }).click()
  await expect(dialog).toContainText(`${en.common.bulk.done.access(2, 3)} · ${en.common.bulk.failed(1)}`)
  await expect(dialog.getByRole('listitem')).toHaveText([/^b\.txt.*busy/i])
  await expect(dialog.locator('dt', { hasText: 'ACL was private, changed' }).locator('+ dd')).toHaveText('2')
  expect(await acls()).toEqual({ 'a.txt': open, 'b.txt': closed, 'c.txt': open, 'd.txt': closed })

  proxy.heal()
  await dialog.getByRole('button', { name: en.sharing.many.retry(1) }).click()
  await expect(dialog).toContainText(en.common.bulk.done.access(3, 3))
  await expect(dialog.getByRole('listitem')).toHaveCount(0)
  await dialog.getByRole('button', { name: en.common.close }).last().click()
  await expect(dialog).toBeHidden()
  expect(await acls()).toEqual({ 'a.txt': open, 'b.txt': open, 'c.txt': open, 'd.txt': closed })
  const asked = ['b.txt', 'd.txt'].map((key) =>
    curl(['-o', '/dev/null', '-w', '%{http_code}', `${info.http}/${bucket}/${key}`])
  )
  expect((await Promise.all(asked)).map(({ stdout }) => stdout.toString())).toEqual(['200', '403'])
  await row(page, 'b.txt').click()
  await expect(
    page.getByRole('complementary', { name: en.inspector.label }).getByText('Public: anyone can read it (ACL)')
  ).toBeVisible()
})

test('the keyboard goes on in the rows of a folder that is opened or left, and wherever a button goes away', async ({
  page,
  bucket,
  s3,
  connect,
  goTo,
  baseURL
}) => {
  for (const key of ['d/one', 'two']) await put(s3, bucket, key, 'x')
  await connect()
  await goTo('')
  const grid = page.getByRole('grid', { name: en.objects.label })
  await grid.focus()
  await page.keyboard.press('Enter')
  await expect(row(page, 'one')).toBeVisible()
  await expect(grid).toBeFocused()
  await page.goBack()
  await expect(row(page, 'two')).toBeVisible()
  await expect(grid).toBeFocused()

  const about = page.getByRole('button', { name: en.objects.path.about })
  await about.press('Enter')
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: en.objects.size.count }).press('Enter')
  await expect(folder).toContainText('2 objects')
  await expect(folder.locator(':focus')).toHaveCount(1)
  await folder.getByRole('button', { name: en.common.close }).press('Enter')
  await expect(about).toBeFocused()

  await page.getByRole('button', { name: en.objects.header.new, exact: true }).press('Enter')
  await expect(page.locator('[popover] :focus')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: en.objects.header.newFolder })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await expect(page.getByRole('switch')).toBeEnabled()
  await page.getByRole('switch').press('Space')
  await expect(page.locator('[data-enforcement=lockgate]')).toBeVisible()
  await expect(page.getByRole('switch')).toBeFocused()
  await page.getByRole('link', { name: en.buckets.bucket.browse }).press('Enter')
  await expect(row(page, 'two')).toBeVisible()
  await expect(page.locator('main')).toBeFocused()
})

test('every row on screen is looked at without a scroll; no row hides behind the head', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await putMany(s3, bucket, numberedKeys(60, ''))
  await connect()
  await goTo('')
  const isOnScreen = async (name: string): Promise<boolean> =>
    ((await row(page, name).boundingBox())?.y ?? Infinity) < (page.viewportSize()?.height ?? 0) - 80
  await expect(row(page, '0000').locator('[data-lock=clear]')).toBeAttached()
  expect(await isOnScreen('0022')).toBe(true)
  await expect(row(page, '0022').locator('[data-lock=clear]')).toBeAttached()
  await page.setViewportSize({ width: 1440, height: 1300 })
  await expect.poll(() => isOnScreen('0034')).toBe(true)
  await expect(row(page, '0034').locator('[data-lock=clear]')).toBeAttached()

  await page.getByRole('grid', { name: en.objects.label }).focus()
  await page.keyboard.press('End')
  await expect(row(page, '0059')).toBeVisible()
  await page.keyboard.press('Home')
  const head = page.getByRole('columnheader', { name: en.common.name })
  await expect
    .poll(async () => {
      const [first, above] = [await row(page, '0000').boundingBox(), await head.boundingBox()]
      return (first?.y ?? 0) >= (above?.y ?? Infinity) + (above?.height ?? 0) - 1
    })
    .toBe(true)
})
