// Addresses: a folder is a prefix that ends in a slash, whatever the link says, and an object is shown in its own folder.
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, fillLogin, keysIn, put, row, send, test } from '../fixture'

const NEIGHBOURS = ['2026-backup/only-copy.db', '20260101-thesis.tex']

test('a link without its last slash opens the folder, and nothing beside the folder is deleted', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const key of ['2026/a.txt', '2026/b.txt', ...NEIGHBOURS]) await put(s3, bucket, key, 'x')
  await connect()
  await goTo('2026')
  await expect(page).toHaveURL(new RegExp(`#/b/${bucket}/2026/$`))
  await expect(row(page, 'a.txt')).toBeVisible()
  const report = { name: 'report.txt', mimeType: 'text/plain', buffer: Buffer.from('report') }
  await send(await chooseFiles(page, report))
  await expect(row(page, 'report.txt')).toBeVisible()
  expect(await keysIn(s3, bucket)).toContain('2026/report.txt')

  await page.getByRole('button', { name: en.objects.path.about }).click()
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: en.objects.folder.delete }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 3 objects' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect((await keysIn(s3, bucket)).sort()).toEqual(NEIGHBOURS.toSorted())
})

test('a name that is an object’s opens the object, and one outside the folder of the address shows its own', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  for (const key of ['finance/payroll-2026.xlsx', 'in/2026', 'in/2026-backup/a', 'both', 'both/a'])
    await put(s3, bucket, key, 'x')
  await connect()
  await goTo('in/2026')
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await expect(inspector.getByRole('heading', { name: '2026', exact: true })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`#/b/${bucket}/in/\\?object=in/2026$`))

  await goTo('finance/payroll-?object=finance/payroll-2026.xlsx')
  await expect(inspector.getByRole('heading', { name: 'payroll-2026.xlsx', exact: true })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`#/b/${bucket}/finance/\\?object=finance/payroll-2026.xlsx$`))

  await goTo('both')
  await expect(row(page, 'a')).toBeVisible()
  const notice = page.getByRole('status').filter({ hasText: 'There is also an object named both.' })
  await notice.getByRole('button', { name: en.objects.openNamesake }).click()
  await expect(inspector.getByRole('heading', { name: 'both', exact: true })).toBeVisible()
})

for (const [what, hashOf] of Object.entries<(bucket: string) => string>({
  'a folder': (bucket) => `#/b/${bucket}/in/`,
  'a bucket’s root': (bucket) => `#/b/${bucket}/`,
  'an object': (bucket) => `#/b/${bucket}/in/?object=in/a`,
  'a bucket’s settings': (bucket) => `#/bucket/${bucket}`,
  'a search': (bucket) => `#/search/${bucket}/?for=a`
}))
  test(`the address of ${what} that is opened before there is a profile opens once connected`, async ({
    page,
    bucket,
    s3,
    info,
    baseURL
  }) => {
    await put(s3, bucket, 'in/a', 'x')
    const hash = hashOf(bucket)
    await page.goto(`${baseURL}${hash}`)
    await fillLogin(page, { endpoint: info.http, ...info.alice })
    await page.getByRole('button', { name: en.connect.connect, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: en.connect.title })).toBeHidden()
    const main = page.getByRole('main')
    if (hash.includes('?for')) await expect(main.getByRole('grid', { name: en.search.results })).toContainText('in/')
    else if (hash.includes('/bucket/')) await expect(main.getByRole('heading', { name: bucket })).toBeVisible()
    else if (hash.includes('/in/')) await expect(row(page, 'a')).toBeVisible()
    else await expect(row(page, 'in')).toBeVisible()
    if (hash.includes('?object'))
      await expect(
        page.getByRole('complementary', { name: en.inspector.label }).getByRole('heading', { name: 'a', exact: true })
      ).toBeVisible()
    expect(new URL(await page.url()).hash).toBe(hash)
  })

test('files whose reading ends after the person left pop up nowhere else, and again on the way back', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'here/x', 'x')
  await put(s3, bucket, 'there/x', 'x')
  await connect()
  await goTo('here/')
  await expect(row(page, 'x')).toBeVisible()
  // A folder that is read only when the test lets it.
  await page.evaluate(() => {
    const files = new DataTransfer()
    files.items.add(new File(['late'], 'late.txt'))
    const folder = {
      isFile: false,
      isDirectory: true,
      name: 'folder',
      fullPath: '/folder',
      createReader: () => {
        let isRead = false
        const file = { isFile: true, isDirectory: false, name: 'late.txt', fullPath: '/folder/late.txt' }
        const entry = { ...file, file: (done: (file: File) => void) => done(files.files[0]!) }
        return {
          readEntries: (done: (entries: unknown[]) => void) => {
            const read = (): void => done(isRead ? [] : [entry])
            if (isRead) return read()
            window.addEventListener('let-it-be-read', () => (read(), (isRead = true)), { once: true })
          }
        }
      }
    }
    DataTransferItem.prototype.webkitGetAsEntry = () => folder as unknown as FileSystemEntry
    const drop = (type: string) => window.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true }))
    for (const type of ['dragenter', 'drop']) drop(type)
  })
  await goTo('there/')
  await page.evaluate(() => window.dispatchEvent(new Event('let-it-be-read')))
  const notice = page.getByRole('status').filter({ hasText: en.uploads.interrupted.text(1, `${bucket}/here/`) })
  await expect(notice).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await notice.getByRole('button', { name: en.uploads.interrupted.goBack }).click()
  await send(page.getByRole('dialog'))
  await expect.poll(() => keysIn(s3, bucket)).toContain('here/folder/late.txt')
})
