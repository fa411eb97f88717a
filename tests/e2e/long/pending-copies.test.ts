// A page that is gone in the middle of an encryption in place: the next one tells which temporary copy is left, and one click deletes it
// where it is not needed. Another client says what is stored.
import { randomBytes } from 'node:crypto'
import { DeleteObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Locator, Page } from '@playwright/test'
import { en } from '../../../src/messages/en'
import type { Exchange } from '../fault-proxy'
import { chooseAction, encryptFirst, expect, keysIn, makeKey, put, read, row, sha256, test } from '../fixture'

/** On a machine that is ten times as slow. */
const DONE = { timeout: 180_000 }
const NAME = 'scan.bin'
const temporaryIn = async (s3: S3Client, bucket: string): Promise<string | undefined> =>
  (await keysIn(s3, bucket)).find((key) => key.startsWith(`${NAME}.lockgate-`))

const isCreate = ({ method, url }: Exchange): boolean => method === 'POST' && url.includes('uploads')
const isDelete = ({ method }: Exchange): boolean => method === 'DELETE'

const bar = (page: Page): Locator => page.getByRole('region', { name: en.copies.pending.title })

interface Left {
  readonly page: Page
  readonly temporary: string
  readonly key: Buffer
}

/** Encrypts the object in place until `isLast`, which never arrives: the page is gone. @returns the next page. */
async function interrupt(
  isLast: (exchange: Exchange) => boolean,
  { page, bucket, s3, connectThrough, goTo, baseURL, dir }: InterruptDeps
): Promise<Left> {
  let onLast: () => void = () => undefined
  const last = new Promise<void>((resolve) => (onLast = resolve))
  let isArmed = false
  await connectThrough({
    hold: (exchange) => {
      if (!isArmed || !isLast(exchange)) return undefined
      onLast()
      return new Promise(() => undefined)
    }
  })
  const key = await makeKey(page, 'mine', dir)
  await goTo('')
  await row(page, NAME).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  await chooseAction(inspector, en.copies.open)
  const dialog = page.getByRole('dialog')
  await encryptFirst(dialog)
  isArmed = true
  await dialog.getByRole('button', { name: en.copies.submit.copy(1) }).click()
  await last
  isArmed = false
  const next = await page.context().newPage()
  await page.close({ runBeforeUnload: false }) // gone without asking, as by a crash
  const temporary = await temporaryIn(s3, bucket)
  if (temporary === undefined) throw new Error('no temporary copy is left')
  await next.goto(baseURL)
  return { page: next, temporary, key }
}

interface InterruptDeps {
  readonly page: Page
  readonly bucket: string
  readonly s3: S3Client
  readonly connectThrough: (faults: {
    readonly hold: (exchange: Exchange) => Promise<void> | undefined
  }) => Promise<unknown>
  readonly goTo: (place: string) => Promise<void>
  readonly baseURL: string
  readonly dir: string
}

const interruptedTest = test.extend<{
  readonly interrupted: (isLast: (exchange: Exchange) => boolean) => Promise<Left>
}>({
  interrupted: async ({ page, bucket, s3, connectThrough, goTo, baseURL }, use, testInfo) => {
    const deps = { page, bucket, s3, connectThrough, goTo, baseURL: baseURL ?? '', dir: testInfo.outputPath() }
    await use((isLast) => interrupt(isLast, deps))
  }
})

interruptedTest(
  'before the object is replaced: it is unchanged, and its copy is deleted by one click',
  async ({ bucket, s3, interrupted }) => {
    const bytes = randomBytes(70_000)
    await put(s3, bucket, NAME, bytes)
    let created = 0
    const { page, temporary, key } = await interrupted((exchange) => isCreate(exchange) && ++created === 2)
    await expect(bar(page)).toContainText(en.copies.pending.state.unchanged, DONE)
    await expect(bar(page)).toContainText(temporary)
    expect(sha256(await read(s3, bucket, temporary, key))).toBe(sha256(bytes))
    await expect(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: temporary }))).rejects.toThrow()
    await bar(page).getByRole('button', { name: en.copies.pending.remove }).click()
    await expect(bar(page)).toBeHidden(DONE)
    expect(await keysIn(s3, bucket)).toEqual([NAME])
    expect(sha256(await read(s3, bucket, NAME))).toBe(sha256(bytes))
    await page.reload()
    await expect(page.getByRole('heading', { name: en.common.buckets, exact: true })).toBeVisible()
    await expect(bar(page)).toBeHidden()
  }
)

interruptedTest(
  'after the object was replaced: it is encrypted, and its copy is deleted by one click',
  async ({ bucket, s3, interrupted }) => {
    const bytes = randomBytes(70_000)
    await put(s3, bucket, NAME, bytes)
    const { page, temporary, key } = await interrupted(isDelete)
    await expect(bar(page)).toContainText(en.copies.pending.state.replaced, DONE)
    await expect(bar(page)).toContainText(temporary)
    await bar(page).getByRole('button', { name: en.copies.pending.remove }).click()
    await expect(bar(page)).toBeHidden(DONE)
    expect(await keysIn(s3, bucket)).toEqual([NAME])
    expect(sha256(await read(s3, bucket, NAME, key))).toBe(sha256(bytes))
    await expect(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: NAME }))).rejects.toThrow()
  }
)

interruptedTest(
  'where the object is gone or another its copy is kept, and found by its name',
  async ({ bucket, s3, interrupted }) => {
    const bytes = randomBytes(70_000)
    await put(s3, bucket, NAME, bytes)
    let created = 0
    const { page, temporary, key } = await interrupted((exchange) => isCreate(exchange) && ++created === 2)
    await expect(bar(page)).toContainText(en.copies.pending.state.unchanged, DONE)
    // Between what it says and the click.
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: NAME }))
    await bar(page).getByRole('button', { name: en.copies.pending.remove }).click()
    await expect(bar(page)).toContainText(en.copies.pending.state.gone, DONE)
    await expect(bar(page).getByRole('button', { name: en.copies.pending.remove })).toBeHidden()
    await put(s3, bucket, NAME, 'theirs')
    await page.reload()
    await expect(bar(page)).toContainText(en.copies.pending.state.another, DONE)
    await bar(page).getByRole('link', { name: temporary }).click()
    await expect(row(page, temporary)).toBeVisible()
    await bar(page).getByRole('button', { name: en.copies.pending.keep }).click()
    await expect(bar(page)).toBeHidden()
    expect(sha256(await read(s3, bucket, temporary, key))).toBe(sha256(bytes))
  }
)
