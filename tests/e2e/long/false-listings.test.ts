// A proxy that ignores the prefix of listings: nothing from elsewhere is shown, counted or deleted.
import { ListObjectVersionsCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import { en } from '../../../src/messages/en'
import { expect, keysIn, put, row, test } from '../fixture'

const query = (url: string): URLSearchParams => new URL(url, 'http://gateway').searchParams

test('deleting a folder deletes nothing when the listing has other names too', async ({
  page,
  bucket,
  s3,
  connectThrough
}) => {
  for (const key of ['2026/a.txt', '2026/b.txt', 'thesis.tex']) await put(s3, bucket, key, 'x')
  let isBad = false
  const contents = ['2026/a.txt', '2026/b.txt', 'thesis.tex']
    .map((key) => `<Contents><Key>${encodeURIComponent(key)}</Key><Size>1</Size></Contents>`)
    .join('')
  const body = `<ListBucketResult><EncodingType>url</EncodingType><Name>${bucket}</Name>${contents}</ListBucketResult>`
  const proxy = await connectThrough({
    answer: (_, url) => (isBad && query(url).has('list-type') ? { status: 200, body } : undefined)
  })
  await row(page, '2026').dblclick()
  await expect(row(page, 'a.txt')).toBeVisible()
  await page.getByRole('button', { name: en.objects.path.about }).click()
  isBad = true
  await page
    .getByRole('complementary', { name: en.objects.path.label })
    .getByRole('button', { name: en.objects.folder.delete })
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expect(dialog).not.toContainText('thesis.tex')
  await expect(dialog.getByRole('button', { name: /^Delete \d/ })).toHaveCount(0)
  await dialog.getByRole('button', { name: en.common.cancel }).click()
  await page.reload()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('names outside the requested folder')
  expect(proxy.seen.filter(([method]) => method === 'POST' || method === 'DELETE')).toEqual([])
  expect(await keysIn(s3, bucket)).toHaveLength(3)
})

test('removing the test objects of a policy removes nothing else', async ({
  page,
  bucket,
  s3,
  connectThrough,
  baseURL
}) => {
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  for (const body of ['first', 'second']) await put(s3, bucket, 'thesis.tex', body)
  const versions = async () => (await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }))).Versions ?? []
  const before = await versions()
  const listed = before
    .map(({ VersionId: id }) => `<Version><Key>thesis.tex</Key><VersionId>${id}</VersionId><Size>1</Size></Version>`)
    .join('')
  const body = `<ListVersionsResult><EncodingType>url</EncodingType><Name>${bucket}</Name>${listed}</ListVersionsResult>`
  const proxy = await connectThrough({
    answer: (_, url) => (query(url).get('prefix')?.startsWith('.lockgate-probe') ? { status: 200, body } : undefined)
  })
  await page.goto(`${baseURL}#/bucket/${bucket}`)
  await page.getByRole('switch', { name: /encrypt/i }).click()
  await expect(page.getByText(/could not be removed/)).toBeVisible({ timeout: 60_000 })
  const removals = proxy.seen.filter(([method, url]) => method === 'DELETE' || url.includes('?delete'))
  expect(removals.filter(([, url]) => !url.includes('policy'))).toEqual([])
  const left = (await versions()).filter(({ Key: key }) => key === 'thesis.tex')
  expect(left.map(({ VersionId: id }) => id)).toEqual(before.map(({ VersionId: id }) => id))
})
