// The page ends in the middle of a drop of many files: every one that is not stored is listed, and goes on. Judged by boto3.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { en } from '../../../src/messages/en'
import { boto3 } from '../../gateway/judge'
import { expect, keysIn, numberedKeys, send, sha256, test } from '../fixture'

const COUNT = 300
const STORED = 50
const words = en.transfers.journalled

test.setTimeout(240_000)

test('of 300 files all that were not stored are listed when the page is gone, and go on with their folder', async ({
  page,
  context,
  baseURL,
  bucket,
  info,
  s3,
  connectThrough
}, output) => {
  const dir = output.outputPath('run')
  mkdirSync(`${dir}/deep`, { recursive: true })
  const names = numberedKeys(COUNT, '').map((n) => `${Number(n) % 2 === 0 ? '' : 'deep/'}${n}.txt`)
  for (const name of names) writeFileSync(`${dir}/${name}`, `the content of ${name}`)
  let stored = 0
  const proxy = await connectThrough({ refuse: (method) => method === 'PUT' && ++stored > STORED })
  await page.getByRole('button', { name: en.objects.header.new, exact: true }).click()
  const [first] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: en.objects.header.uploadFolder }).click()
  ])
  await first.setFiles(dir)
  await send(page.getByRole('dialog'))

  // Another tab sees what the journal has.
  const beside = await context.newPage()
  await beside.goto(`${baseURL}#/transfers`)
  const seen = beside.getByRole('region', { name: words.title }).getByRole('listitem')
  await expect.poll(async () => (await keysIn(s3, bucket)).length).toBe(STORED)
  await expect(seen).toContainText(words.notStarted(COUNT - STORED))
  await expect(seen).toContainText(words.inOtherTab)
  await beside.close()

  await page.close() // without a word to it
  proxy.heal()
  const other = await context.newPage()
  await other.goto(`${baseURL}#/transfers`)
  const unfinished = other.getByRole('region', { name: words.title })
  const line = unfinished.getByRole('listitem')
  await expect(line).not.toContainText(words.inOtherTab)
  await expect(line).toContainText(words.notStarted(COUNT - STORED))
  const [second] = await Promise.all([
    other.waitForEvent('filechooser'),
    line.getByRole('button', { name: words.chooseFolder }).click()
  ])
  await second.setFiles(dir)
  await expect(unfinished).toBeHidden()
  const judge = async (script: string): Promise<unknown> => {
    const { stdout } = await boto3({ info, account: info.alice }, script, bucket)
    return JSON.parse(stdout.toString())
  }
  const count = 'print(s3.list_objects_v2(Bucket=arg)["KeyCount"])'
  await expect.poll(() => judge(count), { timeout: 150_000, intervals: [2000] }).toBe(COUNT)
  const digests = `
objects = s3.list_objects_v2(Bucket=arg)['Contents']
body = lambda key: s3.get_object(Bucket=arg, Key=key)['Body'].read()
print(json.dumps({one['Key']: hashlib.sha256(body(one['Key'])).hexdigest() for one in objects}))`
  expect(await judge(digests)).toEqual(
    Object.fromEntries(names.map((name) => [`run/${name}`, sha256(readFileSync(`${dir}/${name}`))]))
  )
  await other.reload()
  await expect(unfinished).toBeHidden()
})
