// A folder as one ZIP file: python's zipfile and unzip judge what reached the disk, the row says no more than was seen.
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import { errorTitle } from '../error-words'
import { chooseFiles, encryptFirst, expect, makeKey, put, send, sha256, test, transfer } from '../fixture'
import { putInParts } from '../put-in-parts'
import { sseInput } from '../../gateway/sse-input'

const MIB = 2 ** 20

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: en.objects.path.about }).click()
  const folder = page.getByRole('complementary', { name: en.objects.path.label })
  await folder.getByRole('button', { name: en.objects.folder.download }).click()
  return page.getByRole('dialog')
}

/** @returns where the ZIP file is on the disk. */
async function downloadFolder(page: Page): Promise<string> {
  const dialog = await openDialog(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: /^Download \d/ }).click()
  ])
  expect(download.suggestedFilename()).toBe('d.zip')
  return await download.path()
}

/** Name and SHA-256 of each entry; python compares each with its CRC, and unzip all of them. */
function entriesOf(path: string): Record<string, string> {
  expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors detected')
  const script = `import hashlib,json,sys,zipfile
z=zipfile.ZipFile(sys.argv[1])
print(json.dumps({i.filename: hashlib.sha256(z.read(i)).hexdigest() for i in z.infolist()}))`
  return JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })) as Record<string, string>
}

function textOf(path: string, name: string): string {
  const script = 'import sys,zipfile\nsys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())'
  return execFileSync('python3', ['-c', script, path, name], { encoding: 'utf8' })
}

test('a folder arrives as one file, its odd names made safe, an entry that breaks off gone on with', async ({
  page,
  bucket,
  s3,
  connectThrough,
  goTo
}, testInfo) => {
  const bodies: Record<string, Buffer> = {
    'd/"quoted" \'name\'.txt': Buffer.from('quotes'),
    'd/größe 📦.txt': Buffer.from('emoji'),
    'd/sub/../up.txt': Buffer.from('up'),
    'd/Same.txt': Buffer.from('first'),
    'd/same.txt': Buffer.from('second'),
    'd/empty': Buffer.alloc(0),
    'd/torn.bin': randomBytes(24 * MIB + 5)
  }
  for (const [key, body] of Object.entries(bodies)) await put(s3, bucket, key, body)
  bodies['d/parts.bin'] = randomBytes(17 * MIB)
  const parts = [0, 8, 16].map((from) => bodies['d/parts.bin']!.subarray(from * MIB, (from + 8) * MIB))
  await putInParts(s3, bucket, 'd/parts.bin', parts)
  await put(s3, bucket, 'd/sub/', '')
  let isTorn = false
  const proxy = await connectThrough({
    cutAfterBytes: (method, url) => {
      if (method !== 'GET' || !url.includes('/d/torn.bin') || isTorn) return undefined
      isTorn = true
      return 20 * MIB
    }
  })
  await makeKey(page, 'imaging', testInfo.outputPath())
  await goTo('d/')
  bodies['d/secret.bin'] = randomBytes(MIB + 1)
  const upload = await chooseFiles(page, [
    { name: 'secret.bin', mimeType: 'application/octet-stream', buffer: bodies['d/secret.bin'] }
  ] as never)
  await encryptFirst(upload)
  await send(upload)
  await expect(await transfer(page, 'secret.bin')).toContainText('Verified · Encrypted with imaging')
  const path = await downloadFolder(page)
  const line = await transfer(page, 'd.zip')
  await expect(line).toContainText('Verified · 9 files · 3 renamed')
  const entries = entriesOf(path)
  expect(textOf(path, '_lockgate-report.txt')).toContain('- d/sub/../up.txt → d/sub/object/up.txt')
  delete entries['_lockgate-report.txt']
  const renamed: Record<string, string> = {
    'd/"quoted" \'name\'.txt': "d/_quoted_ 'name'.txt",
    'd/sub/../up.txt': 'd/sub/object/up.txt',
    'd/same.txt': 'd/same (1).txt'
  }
  expect(entries).toEqual(
    Object.fromEntries(Object.entries(bodies).map(([key, body]) => [renamed[key] ?? key, sha256(body)]))
  )
  const ofTorn = proxy.exchanges.filter(({ method, url }) => method === 'GET' && url.includes('/d/torn.bin'))
  expect(ofTorn.length).toBe(2)
  const sentBytes = ofTorn.reduce((sum, { answeredBytes }) => sum + answeredBytes, 0)
  // A piece, and what the browser still held when the answer broke off.
  expect(sentBytes).toBeLessThan(bodies['d/torn.bin']!.length + 4 * MIB)
})

test('what cannot be had or does not match is left out and named, and the row is red', async ({
  page,
  bucket,
  s3,
  connect,
  goTo
}) => {
  await put(s3, bucket, 'd/good.txt', 'good')
  await put(s3, bucket, 'd/large.bin', randomBytes(17 * MIB))
  const body = Buffer.from('unknown')
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'd/locked.bin', Body: body, ...sseInput(randomBytes(32)) }))
  // A listing that tells another checksum: what comes is not what was to come, however often it is asked for.
  const right = createHash('md5').update('good').digest('hex')
  await page.route('**list-type=2**', async (route) => {
    const answer = await route.fetch()
    const text = (await answer.text()).replace(/(large\.bin.*?<ETag>(?:&quot;|"))[0-9a-f]{32}/s, `$1${right}`)
    await route.fulfill({ response: answer, body: text })
  })
  await connect()
  await goTo('d/')
  const path = await downloadFolder(page)
  const line = await transfer(page, 'd.zip')
  await expect(line).toContainText('2 of 3 files missing')
  await expect(line).not.toContainText(en.transfers.row.verified + ' ·')
  await line.getByRole('button', { name: '2 of 3 files missing' }).click()
  const missing = page.getByRole('list', { name: en.transfers.row.archive.missingList('d.zip') })
  await expect(missing.getByRole('listitem')).toHaveText([
    `${errorTitle('sse-key-needed')}: d/locked.bin`,
    /: d\/large\.bin$/
  ])
  expect(Object.keys(entriesOf(path)).sort()).toEqual(['_lockgate-report.txt', 'd/good.txt'])
  expect(textOf(path, '_lockgate-report.txt')).toContain(`- d/locked.bin: ${errorTitle('sse-key-needed')}`)

  // Another one, of the same selection as it is now; the first stays where it was saved.
  const saved = sha256(readFileSync(path))
  await put(s3, bucket, 'd/locked.bin', 'readable now')
  await page.unroute('**list-type=2**')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    line.getByRole('button', { name: en.transfers.row.retryOf('d.zip') }).click()
  ])
  expect(Object.keys(entriesOf(await download.path())).sort()).toEqual(['d/good.txt', 'd/large.bin', 'd/locked.bin'])
  await expect(line).toContainText('Verified · 3 files')
  await expect(line.getByRole('button', { name: en.transfers.row.retryOf('d.zip') })).toHaveCount(0)
  expect(sha256(readFileSync(path))).toBe(saved)
})

test('cancelled, it leaves nothing in the browser', async ({ page, bucket, s3, connectThrough, goTo }) => {
  await put(s3, bucket, 'd/a.txt', 'a')
  await put(s3, bucket, 'd/large.bin', randomBytes(32 * MIB))
  const proxy = await connectThrough({ answerBytesPerSecond: 8 * MIB })
  await goTo('d/')
  const before = proxy.answeredBytes
  await (await openDialog(page)).getByRole('button', { name: 'Download 2 files' }).click()
  const line = await transfer(page, 'd.zip')
  await expect.poll(() => proxy.answeredBytes - before).toBeGreaterThan(8 * MIB)
  await expect(line).toContainText('of 2 files')
  await line.getByRole('button', { name: en.transfers.row.cancelOf('d.zip') }).click()
  await expect(line).toHaveAttribute('data-state', 'cancelled')
  const files = () =>
    page.evaluate(async () => {
      const names: string[] = []
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads')
      for await (const tab of root.values())
        for await (const name of (tab as FileSystemDirectoryHandle).keys()) names.push(name)
      return names
    })
  await expect.poll(files).toEqual([])
  proxy.heal()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    line.getByRole('button', { name: en.transfers.row.retryOf('d.zip') }).click()
  ])
  expect(Object.keys(entriesOf(await download.path())).sort()).toEqual(['d/a.txt', 'd/large.bin'])
})
