// Previews of objects, plain and encrypted: what is shown, what is read for it, and what becomes of content that would be markup.
import { randomBytes } from 'node:crypto'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { expect, importKey, put, row, sse, test } from '../fixture'

const KEYSTRING = 'The-quick-brown-fox-jumps-012345'

async function openPreview(page: Page, name: string): Promise<Locator> {
  await row(page, name).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await inspector.getByRole('button', { name: en.preview.title, exact: true }).click()
  return page.getByRole('dialog', { name: en.preview.title })
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

const content = (dialog: Locator): Locator => dialog.getByRole('region', { name: en.preview.content })

async function putEncrypted(s3: S3Client, bucket: string, key: string, body: string | Uint8Array): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...sse(Buffer.from(KEYSTRING)) }))
}

/** The requests for an object's bytes: which range each asked for, and on which condition. */
function noteReads(page: Page, key: string): { readonly range: string; readonly ifMatch: string | undefined }[] {
  const reads: { range: string; ifMatch: string | undefined }[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (!searchParams.has('response-content-encoding') || !pathname.endsWith(`/${key}`)) return
    reads.push({ range: request.headers()['range'] ?? 'all of it', ifMatch: request.headers()['if-match'] })
  })
  return reads
}

/** Chooses the one key that there is for the object whose dialog asks for it. */
async function chooseKey(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('radio').check()
  await page.getByRole('button', { name: en.uploads.chooseKey.try }).click()
}

const TEXTS: Readonly<Record<string, string>> = {
  'notes.md': '# Notes\n\n[open](javascript:alert(1)) <img src=x onerror=alert(1)>\n',
  'table.csv': 'station,depth\n"Bergen, ""old""",=1+1\nOslo,@SUM(A1)\n',
  'data.json': '{"id": 12345678901234567890, "list": [1, [2, [3, "deep"]]], "<b>": null}',
  'page.html': '<!doctype html><script>alert(1)</script>',
  'wide.txt': '\ufefffür'
}

for (const isEncrypted of [false, true])
  test(`text, a table and JSON are shown as such${isEncrypted ? ', opened with their key' : ''}`, async ({
    page,
    bucket,
    s3,
    connect,
    goTo,
    secrets
  }) => {
    secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
    for (const [key, text] of Object.entries(TEXTS)) {
      const body = key === 'wide.txt' ? Buffer.from(text, 'utf16le') : text
      await (isEncrypted ? putEncrypted(s3, bucket, key, body) : put(s3, bucket, key, body))
    }
    await connect()
    if (isEncrypted) await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
    await goTo('')

    const notes = await openPreview(page, 'notes.md')
    if (isEncrypted) {
      await expect(notes.getByRole('alert')).toContainText(errorTitle('sse-key-needed'))
      await notes.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
      await chooseKey(page)
    }
    await expect(content(notes)).toHaveText(TEXTS['notes.md'] ?? '', { useInnerText: true })
    await expect(notes).toContainText('Markdown (UTF-8)')
    await close(page)

    const table = await openPreview(page, 'table.csv')
    await expect(content(table).getByRole('columnheader')).toHaveText([en.preview.rowNumber, 'station', 'depth'])
    await expect(content(table).getByRole('cell')).toHaveText(['Bergen, "old"', '=1+1', 'Oslo', '@SUM(A1)'])
    await table.getByRole('button', { name: en.preview.source }).click()
    await expect(content(table)).toHaveText(TEXTS['table.csv'] ?? '', { useInnerText: true })
    await close(page)

    const json = await openPreview(page, 'data.json')
    await expect(content(json)).toContainText('12345678901234567890')
    await expect(content(json)).toContainText('"<b>": null')
    await expect(content(json)).not.toContainText('deep')
    await content(json).getByText('[2]').last().click()
    await content(json).getByText('[2]').last().click()
    await expect(content(json)).toContainText('"deep"')
    await close(page)

    const html = await openPreview(page, 'page.html')
    await expect(content(html)).toHaveText(TEXTS['page.html'] ?? '')
    await close(page)

    const wide = await openPreview(page, 'wide.txt')
    await expect(wide).toContainText('Text (UTF-16 LE)')
    await expect(content(wide)).toHaveText('für')
  })

test('no more is read than is shown, and never of another object', async ({ page, bucket, s3, connect, goTo }) => {
  const line = 'ä'.repeat(511) + '\n' // pieces end within a character
  const text = `x${line.repeat(5000)}`
  await put(s3, bucket, 'long.txt', text)
  await put(s3, bucket, 'data.bin', randomBytes(1_000_000))
  await put(s3, bucket, 'empty', '')
  await connect()
  await goTo('')
  const reads = noteReads(page, 'long.txt')
  const dialog = await openPreview(page, 'long.txt')
  await expect(dialog).toContainText(en.preview.beginning(262_144))
  expect(reads.map(({ range }) => range)).toEqual(['bytes=0-262143'])
  await dialog.getByRole('button', { name: en.preview.more }).click()
  await expect(dialog).toContainText(en.preview.beginning(524_288))
  expect(reads.map(({ range }) => range)).toEqual(['bytes=0-262143', 'bytes=262144-524287'])
  expect(new Set(reads.map(({ ifMatch }) => ifMatch))).toEqual(new Set([expect.stringMatching(/^"[0-9a-f]{32}"$/)]))
  const shown = (await content(dialog).textContent()) ?? ''
  expect(shown.length).toBeGreaterThan(260_000)
  expect(text.startsWith(shown)).toBe(true)

  await put(s3, bucket, 'long.txt', text.toUpperCase())
  await dialog.getByRole('button', { name: en.preview.more }).click()
  await expect(dialog.getByRole('alert')).toContainText(errorTitle('object-changed'))
  await close(page)

  const binary = await openPreview(page, 'data.bin')
  await expect(binary).toContainText(en.preview.cannotShow)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    binary.getByRole('button', { name: en.common.download, exact: true }).click()
  ])
  expect(download.suggestedFilename()).toBe('data.bin')
  await expect(binary).toBeHidden()
  const empty = await openPreview(page, 'empty')
  await expect(empty).toContainText(en.preview.type({ kind: 'empty' }))
})

test('where the preview can’t be loaded, it says why, and tries again', async ({ page, bucket, s3, connect, goTo }) => {
  await put(s3, bucket, 'notes.txt', 'hello')
  await connect()
  await goTo('')
  await page.route('**/preview-*', (route) => route.abort())
  const dialog = await openPreview(page, 'notes.txt')
  await expect(dialog).toContainText(en.preview.notLoaded)
  await expect(dialog.getByRole('button', { name: en.common.download, exact: true })).toBeVisible()
})
