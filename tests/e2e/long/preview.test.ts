// Previews of objects, plain and encrypted: what is shown, what is read for it, and what becomes of content that would be markup.
import { randomBytes } from 'node:crypto'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { expect, put } from '../fixture'
import { chooseKey, close, content, middleColor, noteReads, openPreview, test } from '../previews'
import { bmp, brokenImage, faxImage, gif, pdf, png, svg } from '../sample-files'

const TEXTS: Readonly<Record<string, string>> = {
  'notes.md': '# Notes\n\n[open](javascript:alert(1)) <img src=x onerror=alert(1)>\n',
  'table.csv': 'station,depth\n"Bergen, ""old""",=1+1\nOslo,@SUM(A1)\n',
  'data.json': '{"id": 12345678901234567890, "list": [1, [2, [3, "deep"]]], "<b>": null}',
  'page.html': '<!doctype html><script>alert(1)</script>'
}

for (const isEncrypted of [false, true])
  test(`text, a table and JSON are shown as such${isEncrypted ? ', opened with their key' : ''}`, async ({
    page,
    show
  }) => {
    await show({ ...TEXTS, 'wide.txt': Buffer.from('\ufefffür', 'utf16le') }, isEncrypted)

    const notes = await openPreview(page, 'notes.md')
    if (isEncrypted) {
      await expect(notes.getByRole('alert')).toContainText(errorTitle('sse-key-needed'))
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

test('no more is read than is shown, and never of another object', async ({ page, bucket, s3, show }) => {
  const line = 'ä'.repeat(511) + '\n' // pieces end within a character
  const text = `x${line.repeat(5000)}`
  await show({ 'long.txt': text, 'data.bin': randomBytes(1_000_000), empty: '' })
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

test('where the preview can’t be loaded, it says why, and tries again', async ({ page, show }) => {
  await show({ 'notes.txt': 'hello' })
  await page.route('**/preview-*', (route) => route.abort())
  const dialog = await openPreview(page, 'notes.txt')
  await expect(dialog).toContainText(en.preview.notLoaded)
  await expect(dialog.getByRole('button', { name: en.common.download, exact: true })).toBeVisible()
})

for (const isEncrypted of [false, true])
  test(`images are drawn by what their bytes are${isEncrypted ? ', opened with their key' : ''}`, async ({
    page,
    show
  }) => {
    const script = '<script>window.hacked = true</script><image href="https://evil.example/x.png" onload="alert(1)"/>'
    const files: Readonly<Record<string, string | Buffer>> = {
      'green.html': png(400, 300, [0, 128, 0]),
      'blue.bmp': bmp(60, 40, [0, 0, 255]),
      'red.gif': gif,
      'drawing.xml': svg('lime', script),
      'claims.png': png(4, 4, [0, 0, 0], [60_000, 60_000]),
      'broken.png': png(400, 300, [0, 128, 0]).subarray(0, 60)
    }
    await show(files, isEncrypted)
    if (isEncrypted) {
      await openPreview(page, 'red.gif')
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
    show
  }) => {
    const numbers = Array.from({ length: 300_000 }, (_, n) => n)
    const columnData = [
      { name: 'id', data: numbers.map((n) => BigInt(n) + 9_007_199_254_740_993n), type: 'INT64' as const },
      { name: '<b>name', data: numbers.map((n) => (n % 2 === 1 ? null : `=${n}<i>`)), type: 'STRING' as const },
      { name: 'noise', data: numbers.map(() => randomBytes(30).toString('base64')), type: 'STRING' as const }
    ]
    const file = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 300_000 }))
    await show({ 'data.bin': file }, isEncrypted)
    const reads = noteReads(page, 'data.bin')
    const dialog = await openPreview(page, 'data.bin')
    if (isEncrypted) await chooseKey(page)
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
    show
  }) => {
    const file = pdf([
      '0 0.5 0 rg 0 0 300 200 re f',
      '0 0 1 rg 0 0 300 200 re f BT /F1 24 Tf 1 g 20 20 Td (words) Tj ET'
    ])
    await show({ paper: file }, isEncrypted)
    const dialog = await openPreview(page, 'paper')
    if (isEncrypted) await chooseKey(page)
    await expect(dialog).toContainText(en.preview.page(1, 2))
    await expect.poll(() => middleColor(page, dialog.getByRole('img', { name: 'paper' }))).toEqual([0, 128, 0])
    await dialog.getByRole('button', { name: en.preview.nextPage }).click()
    await expect(dialog).toContainText(en.preview.page(2, 2))
    await expect.poll(() => middleColor(page, dialog.getByRole('img', { name: 'paper' }))).toEqual([0, 0, 255])
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  })

test('a scanned page is drawn, and an image that can’t be decoded is missed', async ({ page, show }) => {
  const draw = (name: string): string => `300 0 0 200 0 0 cm /${name} Do`
  await show({ scan: pdf([draw('I0'), draw('I1')], [faxImage, brokenImage]) })
  const dialog = await openPreview(page, 'scan')
  await expect.poll(() => middleColor(page, dialog.getByRole('img', { name: 'scan' }))).toEqual([255, 0, 0])
  await expect(dialog).not.toContainText(en.preview.missingImages(1))
  await dialog.getByRole('button', { name: en.preview.nextPage }).click()
  await expect(dialog).toContainText(en.preview.missingImages(1))
  await dialog.getByRole('button', { name: en.preview.previousPage }).click()
  await expect(dialog).not.toContainText(en.preview.missingImages(1))
})

test('text of a font whose characters are not in the file is missed', async ({ page, show }) => {
  const rest = '0 0 1 rg 0 0 300 200 re f BT 1 g 20 20 Td'
  await show({ paper: pdf([`${rest} /F1 24 Tf (words) Tj ET`, `${rest} /F2 24 Tf <4E2D6587> Tj ET`]) })
  const dialog = await openPreview(page, 'paper')
  const drawn = () => middleColor(page, dialog.getByRole('img', { name: 'paper' }))
  await expect.poll(drawn).toEqual([0, 0, 255])
  await expect(dialog).not.toContainText(en.preview.missingText)
  await dialog.getByRole('button', { name: en.preview.nextPage }).click()
  await expect(dialog).toContainText(en.preview.missingText)
})

test('an image whose size is far behind its beginning is drawn', async ({ page, show }) => {
  const jpeg = Buffer.from(
    await page.evaluate(() => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 64
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('No canvas')
      context.fillStyle = '#00f'
      context.fillRect(0, 0, 64, 64)
      return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
    }),
    'base64'
  )
  // What an editor of pictures adds: 390 KB before the frame.
  const added = Buffer.concat([Buffer.from([0xff, 0xed, 0xfd, 0xe8]), Buffer.alloc(65_000 - 2)])
  const picture = Buffer.concat([jpeg.subarray(0, 2), ...Array<Buffer>(6).fill(added), jpeg.subarray(2)])
  await show({ 'picture.jpg': picture })
  const dialog = await openPreview(page, 'picture.jpg')
  await expect(dialog).toContainText(en.preview.pixels(64, 64))
  await expect
    .poll(async () => (await middleColor(page, dialog.getByRole('img', { name: 'picture.jpg' })))[2])
    .toBeGreaterThan(200)
})

test('a table of before Unicode is shown as Windows-1252, and said to be', async ({ page, show }) => {
  const table = Buffer.from('place;café;price in \x80\nZürich;53;1,5\n', 'latin1')
  await show({ 'table.csv': table })
  const dialog = await openPreview(page, 'table.csv')
  await expect(dialog).toContainText('CSV (shown as Windows-1252)')
  await expect(content(dialog).getByRole('columnheader')).toHaveText([
    en.preview.rowNumber,
    'place',
    'café',
    'price in €'
  ])
})
