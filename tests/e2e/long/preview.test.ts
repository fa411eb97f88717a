// Previews of objects, plain and encrypted: what is shown, what is read for it, and what becomes of content that would be markup.
import { randomBytes } from 'node:crypto'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { expect, importKey, put, row, sse, test } from '../fixture'
import { bmp, gif, pdf, png, svg, wav } from '../sample-files'

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
  await expect(page.getByRole('dialog', { name: en.preview.title })).toBeVisible()
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

/** The color in the middle of what is drawn there, by a picture of the screen. */
async function middleColor(page: Page, drawn: Locator): Promise<readonly number[]> {
  const picture = (await drawn.screenshot()).toString('base64')
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    return [...(context?.getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data ?? [])].slice(0, 3)
  }, picture)
}

for (const isEncrypted of [false, true])
  test(`images are drawn by what their bytes are${isEncrypted ? ', opened with their key' : ''}`, async ({
    page,
    bucket,
    s3,
    connect,
    goTo,
    secrets
  }) => {
    secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
    const script = '<script>window.hacked = true</script><image href="https://evil.example/x.png" onload="alert(1)"/>'
    const files: Readonly<Record<string, string | Buffer>> = {
      'green.html': png(400, 300, [0, 128, 0]),
      'blue.bmp': bmp(60, 40, [0, 0, 255]),
      'red.gif': gif,
      'drawing.xml': svg('lime', script),
      'claims.png': png(4, 4, [0, 0, 0], [60_000, 60_000]),
      'broken.png': png(400, 300, [0, 128, 0]).subarray(0, 60)
    }
    for (const [key, body] of Object.entries(files))
      await (isEncrypted ? putEncrypted(s3, bucket, key, body) : put(s3, bucket, key, body))
    await connect()
    if (isEncrypted) await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
    await goTo('')
    if (isEncrypted) {
      await (
        await openPreview(page, 'red.gif')
      )
        .getByRole('button', { name: en.inspector.encryption.chooseKey })
        .click()
      await chooseKey(page)
      await close(page)
    }
    for (const [name, type, color] of [
      ['green.html', 'PNG image', [0, 128, 0]],
      ['blue.bmp', 'BMP image', [0, 0, 255]],
      ['red.gif', 'GIF image', [255, 0, 0]],
      ['drawing.xml', 'SVG image', [0, 255, 0]]
    ] as const) {
      const dialog = await openPreview(page, name)
      await expect(dialog).toContainText(type)
      const drawn = dialog.getByRole('img', { name })
      await expect.poll(() => middleColor(page, drawn)).toEqual(color)
      await close(page)
    }
    const large = await openPreview(page, 'claims.png')
    await expect(large).toContainText(en.preview.pixels(60_000, 60_000))
    await expect(large).toContainText(en.preview.tooLarge)
    await close(page)
    const broken = await openPreview(page, 'broken.png')
    await expect(broken).toContainText(en.preview.damaged)
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  })

for (const isEncrypted of [false, true])
  test(`of a Parquet file the schema and the first rows are read${isEncrypted ? ', with its key' : ''}`, async ({
    page,
    bucket,
    s3,
    connect,
    goTo,
    secrets
  }) => {
    secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
    const numbers = Array.from({ length: 300_000 }, (_, n) => n)
    const columnData = [
      { name: 'id', data: numbers.map((n) => BigInt(n) + 9_007_199_254_740_993n), type: 'INT64' as const },
      { name: '<b>name', data: numbers.map((n) => (n % 2 === 1 ? null : `=${n}<i>`)), type: 'STRING' as const },
      { name: 'noise', data: numbers.map(() => randomBytes(30).toString('base64')), type: 'STRING' as const }
    ]
    const file = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 300_000 }))
    await (isEncrypted ? putEncrypted(s3, bucket, 'data.bin', file) : put(s3, bucket, 'data.bin', file))
    await connect()
    if (isEncrypted) await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
    await goTo('')
    const reads = noteReads(page, 'data.bin')
    const dialog = await openPreview(page, 'data.bin')
    if (isEncrypted) {
      await dialog.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
      await chooseKey(page)
    }
    await expect(dialog).toContainText(en.preview.table(300_000, 3))
    await expect(content(dialog).getByRole('columnheader').nth(1)).toContainText(/^id\s*INT64/)
    await expect(content(dialog).getByRole('row').nth(1).getByRole('cell').nth(0)).toHaveText('9007199254740993')
    await expect(content(dialog).getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText('=0<i>')
    await expect(content(dialog).getByRole('row').nth(100).getByRole('cell').nth(1)).toHaveText('null')
    const readBytes = reads.reduce((sum, { range }) => {
      const [start = 0, last = 0] = range.split(/[=-]/).slice(1).map(Number)
      return sum + last + 1 - start
    }, 0)
    expect(file.byteLength).toBeGreaterThan(12_000_000)
    expect(readBytes).toBeLessThan(8_000_000)
  })

for (const isEncrypted of [false, true])
  test(`a PDF is drawn page by page, and runs nothing${isEncrypted ? ', opened with its key' : ''}`, async ({
    page,
    bucket,
    s3,
    connect,
    goTo,
    secrets
  }) => {
    secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
    const file = pdf([
      '0 0.5 0 rg 0 0 300 200 re f',
      '0 0 1 rg 0 0 300 200 re f BT /F1 24 Tf 1 g 20 20 Td (words) Tj ET'
    ])
    await (isEncrypted ? putEncrypted(s3, bucket, 'paper', file) : put(s3, bucket, 'paper', file))
    await connect()
    if (isEncrypted) await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
    await goTo('')
    const dialog = await openPreview(page, 'paper')
    if (isEncrypted) {
      await dialog.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
      await chooseKey(page)
    }
    await expect(dialog).toContainText(en.preview.page(1, 2))
    await expect.poll(() => middleColor(page, dialog.getByRole('img', { name: 'paper' }))).toEqual([0, 128, 0])
    await dialog.getByRole('button', { name: en.preview.nextPage }).click()
    await expect(dialog).toContainText(en.preview.page(2, 2))
    await expect.poll(() => middleColor(page, dialog.getByRole('img', { name: 'paper' }))).toEqual([0, 0, 255])
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  })

test.describe('with the service worker', () => {
  test.use({ serviceWorkers: 'allow' })

  for (const isEncrypted of [false, true])
    test(`audio plays, and can be sought${isEncrypted ? ', opened with its key' : ''}`, async ({
      page,
      bucket,
      s3,
      connect,
      goTo,
      secrets
    }) => {
      secrets.push(KEYSTRING, Buffer.from(KEYSTRING).toString('base64'))
      const tone = wav(600)
      await (isEncrypted ? putEncrypted(s3, bucket, 'tone.html', tone) : put(s3, bucket, 'tone.html', tone))
      await connect()
      if (isEncrypted) await importKey(page, 'boto.key', Buffer.from(KEYSTRING))
      await goTo('')
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      const reads = noteReads(page, 'tone.html')
      const dialog = await openPreview(page, 'tone.html')
      if (isEncrypted) {
        await dialog.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
        await chooseKey(page)
      }
      const player = dialog.locator('audio')
      await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(600)
      expect(reads.every(({ range, ifMatch }) => /^bytes=\d+-\d+$/.test(range) && ifMatch !== undefined)).toBe(true)
      await player.evaluate((audio: HTMLAudioElement) => {
        audio.muted = true
        audio.currentTime = 500
        return audio.play()
      })
      await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(500.2)
      const address = (await player.getAttribute('src')) ?? ''
      expect(address).toMatch(/\/preview-media\/[0-9a-f]{32}$/)

      // Under the same address there is nothing for anything but an element, and nothing to run.
      const asked = await page.evaluate(async (address) => {
        const answer = await fetch(address, { headers: { range: 'bytes=0-9' } })
        return [
          answer.status,
          answer.headers.get('content-security-policy'),
          answer.headers.get('x-content-type-options')
        ]
      }, address)
      expect(asked).toEqual([404, "sandbox; default-src 'none'", 'nosniff'])
      const tab = await page.context().newPage()
      await tab.goto(address)
      expect(await tab.evaluate(() => [document.body.textContent, origin])).toEqual(['', 'null'])
      await tab.close()
      await close(page)
      expect(await page.evaluate(() => document.querySelector('audio'))).toBeNull()
    })

  test('media that are none, or are gone, are told as such', async ({ page, bucket, s3, connect, goTo }) => {
    await put(s3, bucket, 'broken.mp4', Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), randomBytes(5000)]))
    await connect()
    await goTo('')
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const dialog = await openPreview(page, 'broken.mp4')
    await expect(dialog).toContainText(en.preview.cannotPlay)
  })
})

test('without a service worker, media say what they need', async ({ page, bucket, s3, connect, goTo }) => {
  await put(s3, bucket, 'tone.wav', wav(1))
  await connect()
  await goTo('')
  await expect(await openPreview(page, 'tone.wav')).toContainText(en.preview.noServiceWorker)
})
