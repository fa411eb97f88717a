// Deleting: spelled out before, exact afterwards; new folders and the size of folders. Judged by other tools.
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../src/messages/en'
import { awsCli, boto, curl } from '../gateway/judge'
import { chooseAction, expect, keysIn, numberedKeys, put, putMany, read, row, test } from './fixture'

/** Opens the folder that is shown in its inspector. */
async function inspectFolder(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.objects.path.about }).click()
  return page.getByRole('complementary', { name: en.objects.path.label })
}

test('scenario 9: an object is deleted, and a HEAD of it is 404', async ({ page, info, bucket, s3, connect, goTo }) => {
  await put(s3, bucket, 'hello.txt', 'Hello World!')
  await put(s3, bucket, 'stays.txt', 'x')
  await connect()
  await goTo('')
  await row(page, 'hello.txt').click()
  await chooseAction(page.getByRole('complementary', { name: en.inspector.label }), en.common.delete)
  const dialog = page.getByRole('dialog', { name: 'Delete “hello.txt”' })
  await expect(dialog).toContainText('hello.txt')
  await expect(dialog).toContainText('1 object, 12 B')
  await expect(dialog).toContainText('This can’t be undone')
  await expect(dialog.getByRole('button', { name: en.common.cancel })).toBeFocused()
  await dialog.getByRole('button', { name: 'Delete 1 object' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, 'hello.txt')).toBeHidden()
  await expect(row(page, 'stays.txt')).toBeVisible()
  await expect(page.getByRole('grid', { name: en.objects.label })).toBeFocused() // its button is gone
  const seat = { info, account: info.alice }
  const judged = await boto(seat, 'print(conn.get_bucket(arg).get_key("hello.txt"))', bucket)
  expect(judged.stdout.toString().trim()).toBe('None')
  const url = await boto(seat, 'print(conn.generate_url(60, "HEAD", arg, "hello.txt"))', bucket)
  const head = await curl(['-I', '-o', '/dev/null', '-w', '%{http_code}', url.stdout.toString().trim()])
  expect(head.stdout.toString()).toBe('404')
})

test('a folder of more than a thousand objects goes in batches, what is beside it stays', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const names = Array.from({ length: 1003 }, (_, index) => `old/${index % 3}/${index} +%.txt`)
  await putMany(s3, bucket, names, 'xy')
  await put(s3, bucket, 'old/', '')
  await put(s3, bucket, 'older.txt', 'x')
  await connect()
  await goTo('old/')
  const folder = await inspectFolder(page)
  await folder.getByRole('button', { name: en.objects.size.count }).click()
  await expect(folder).toContainText('1,004 objects · 2.0 KiB (2,006 bytes)')
  await expect(folder.getByRole('listitem').filter({ hasText: '0/' })).toContainText('670 B')
  await folder.getByRole('button', { name: en.objects.folder.delete }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete “old/”' })
  await expect(dialog).toContainText('1,004 objects in 1 folder, 2.0 KiB')
  await put(s3, bucket, 'old/late.txt', 'came after the count')
  await dialog.getByRole('button', { name: 'Delete 1,004 objects' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, 'late.txt')).toBeVisible()
  const listed = await awsCli({ info, account: info.alice }, ['s3', 'ls', '--recursive', `s3://${bucket}`])
  expect(listed.stdout.toString().match(/\S+$/gm)).toEqual(['old/late.txt', 'older.txt'])
})

test('what failed is told with its reason, and tried again', async ({ page, bucket, s3, connectThrough }) => {
  for (const name of ['a', 'b', 'c']) await put(s3, bucket, `d/${name}`, 'x')
  const proxy = await connectThrough({
    refuse: (method, url) => method === 'POST' && url.includes('delete')
  })
  await row(page, 'd').dblclick()
  await expect(row(page, 'a')).toBeVisible()
  const folder = await inspectFolder(page)
  await folder.getByRole('button', { name: en.objects.folder.delete }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete 3 objects' }).click()
  await expect(dialog).toContainText('0 of 3 deleted · 3 failed')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'd/b' })).toBeVisible()
  expect(await keysIn(s3, bucket)).toHaveLength(3)
  proxy.heal()
  await dialog.getByRole('button', { name: en.deletion.retryFailed(3) }).click()
  await expect(dialog).toBeHidden()
  expect(await keysIn(s3, bucket)).toEqual([])
})

test('Back while it runs stops it as Esc does: it waits for what is under way, or not; its account stays, and so does the place', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  for (const name of ['a', 'b', 'c']) await put(s3, bucket, `d/${name}`, 'x')
  await connectThrough({ bytesPerSecond: 1 }) // the list of what is to be deleted takes its time
  await row(page, 'd').dblclick()
  await expect(row(page, 'a')).toBeVisible()
  const folder = await inspectFolder(page)
  await folder.getByRole('button', { name: en.objects.folder.delete }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete 3 objects' }).click()
  await expect(dialog.getByRole('button', { name: en.common.bulk.stop.delete })).toBeVisible()
  const here = page.url()
  await page.goBack()
  await expect(dialog).toContainText(en.common.bulk.stopping)
  await dialog.getByRole('button', { name: en.common.bulk.stopNow }).click()
  await expect(dialog).toContainText('0 of 3 deleted')
  await expect(dialog).toContainText(en.common.bulk.abandoned.delete)
  expect(page.url()).toBe(here)
  await dialog.getByRole('button', { name: en.deletion.showRest }).click()
  await expect(dialog).toBeHidden()
  await page.goBack()
  await expect(row(page, 'd')).toBeVisible()
})

test('a delete that is stopped has counted every object that went, and no other', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await putMany(s3, bucket, numberedKeys(2500, 'd/n'))
  await connect()
  await goTo('d/')
  const folder = await inspectFolder(page)
  await folder.getByRole('button', { name: en.objects.folder.delete }).click()
  const dialog = page.getByRole('dialog')
  let abandon = (): void => undefined
  const isStopped = new Promise<void>((resolve) => (abandon = resolve))
  await page.route(/\?delete/, async (route) => {
    await isStopped
    await route.continue()
  })
  await dialog.getByRole('button', { name: 'Delete 2,500 objects' }).click()
  await dialog.getByRole('button', { name: en.common.bulk.stop.delete }).click()
  abandon()
  await expect(dialog).toContainText(en.common.bulk.stopped.delete)
  const [, count = ''] = /([\d,]+) of 2,500 deleted/.exec(await dialog.innerText()) ?? []
  expect([count, (await keysIn(s3, bucket)).length]).toEqual(['2,000', 500])
  await expect(dialog).not.toContainText('failed')
  await dialog.getByRole('button', { name: en.deletion.showRest }).click()
})

test('in a bucket that keeps versions, a delete leaves a marker and says so', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  const enable = { Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' as const } }
  await s3.send(new PutBucketVersioningCommand(enable))
  await put(s3, bucket, 'kept.txt', 'old')
  await put(s3, bucket, 'dir/below.txt', 'old too')
  await connect()
  await goTo('')
  await row(page, 'kept.txt').click()
  await chooseAction(page.getByRole('complementary', { name: en.inspector.label }), en.common.delete)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('hidden by a delete marker, still use space and can be restored')
  await dialog.getByRole('button', { name: 'Delete 1 object' }).click()
  await expect(page.getByText(en.deletion.done.hide(1))).toBeVisible()
  const judged = await boto(
    { info, account: info.alice },
    'print(json.dumps([[v.name, v.__class__.__name__] for v in conn.get_bucket(arg).list_versions()]))',
    bucket
  )
  expect((JSON.parse(judged.stdout.toString()) as string[][]).sort()).toEqual([
    ['dir/below.txt', 'Key'],
    ['kept.txt', 'DeleteMarker'],
    ['kept.txt', 'Key']
  ])

  await page.getByRole('button', { name: en.objects.path.about }).click()
  await page.getByRole('button', { name: en.deletion.recoverable.show }).click()
  await page
    .getByRole('listitem')
    .filter({ hasText: 'kept.txt' })
    .getByRole('button', { name: en.common.restore })
    .click()
  await expect(row(page, 'kept.txt')).toBeVisible()
  await expect(page.getByText(en.deletion.recoverable.none)).toBeVisible()
  expect((await read(s3, bucket, 'kept.txt')).toString()).toBe('old')

  // A folder that went whole is in no listing: its objects are found from above, also by a list that was open in the meantime.
  await row(page, 'dir').click({ modifiers: ['Control'] })
  await page.keyboard.press('Delete')
  await dialog.getByRole('button', { name: 'Delete 1 object' }).click()
  const below = page.getByRole('listitem').filter({ hasText: 'dir/below.txt' })
  await expect(below).toBeVisible()
  await expect(row(page, 'dir')).toHaveCount(0)
  await row(page, 'kept.txt').click()
  await page.keyboard.press('Delete')
  await dialog.getByRole('button', { name: 'Delete 1 object' }).click()
  await expect(page.getByText(en.objects.empty.bucket)).toBeVisible()
  await page.getByRole('button', { name: en.objects.empty.findDeleted }).click()
  const show = page.getByRole('button', { name: en.deletion.recoverable.show })
  await expect(show.or(below).first()).toBeVisible()
  if (await show.isVisible()) await show.click()
  await below.getByRole('button', { name: en.common.restore }).click()
  await expect(row(page, 'dir')).toBeVisible()
  expect((await read(s3, bucket, 'dir/below.txt')).toString()).toBe('old too')
})

test('a row of several objects is deleted by the buttons of the selection alone; the keyboard goes on in the rows', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const name of ['a', 'b', 'c']) await put(s3, bucket, name, 'x')
  await connect()
  await goTo('')
  await row(page, 'a').click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByRole('button', { name: en.inspector.more })).toBeVisible()
  for (const name of ['b', 'c']) await row(page, name).click({ modifiers: ['Control'] })
  await expect(inspector).toContainText(en.objects.selection.useFooter(2))
  await expect(page.getByRole('button', { name: en.common.delete })).toHaveCount(1)
  await page.getByRole('button', { name: en.common.delete }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 2 objects' }).click()
  await expect(row(page, 'b')).toHaveCount(0)
  await expect(page.getByRole('grid', { name: en.objects.label })).toBeFocused()
  await expect(inspector.getByRole('button', { name: en.inspector.more })).toBeVisible()
  expect(await keysIn(s3, bucket)).toEqual(['a'])
})

test('a new folder is there for other tools, and one that is there already is said to be', async ({
  page,
  info,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'there/x.txt', 'x')
  await connect()
  await goTo('')
  await (await inspectFolder(page)).getByRole('button', { name: en.objects.header.newFolder }).click()
  const dialog = page.getByRole('dialog', { name: en.objects.header.newFolder })
  await dialog.getByLabel(en.uploads.folder.name).fill('there')
  await dialog.getByRole('button', { name: en.uploads.folder.create }).click()
  await expect(dialog).toContainText(en.uploads.folder.taken)
  await dialog.getByLabel(en.uploads.folder.name).fill('2026/scans')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('navigation', { name: en.objects.path.label }).getByRole('heading')).toHaveText('scans')
  await expect(page.getByText(en.objects.empty.folder)).toBeVisible()
  const seat = { info, account: info.alice }
  const judged = await boto(
    seat,
    'k = conn.get_bucket(arg).get_key("2026/scans/"); print(json.dumps([k.size, k.content_type]))',
    bucket
  )
  expect(JSON.parse(judged.stdout.toString())).toEqual([0, 'application/x-directory'])
  const listed = await awsCli(seat, ['s3', 'ls', `s3://${bucket}/2026/`])
  expect(listed.stdout.toString().trim()).toBe('PRE scans/')
})
