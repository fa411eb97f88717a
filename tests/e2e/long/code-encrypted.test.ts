// Code with a key that the page made: run in the folder that the key was saved in, under the name that it was saved by.
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { en } from '../../../src/messages/en'
import { sseInput } from '../../gateway/sse-input'
import { clipboard } from '../copy-and-drop'
import { chooseAction, chooseFiles, encryptFirst, expect, makeKey, read, row, test } from '../fixture'
import { copy, dialogOf, run } from './code-dialog'

test.use(clipboard)

const NAME = 'field "data" 2026'

test('what the code of an upload encrypts opens with the saved key alone, and the code of a download reads it', async ({
  page,
  info,
  s3,
  bucket,
  connect,
  goTo
}, testInfo) => {
  const dir = testInfo.outputPath()
  const files = [
    { name: "it's $1.bin", bytes: randomBytes(100_000) },
    { name: 'b.txt', bytes: randomBytes(20) }
  ] as const
  await connect()
  const key = await makeKey(page, NAME, dir)
  await goTo('')
  const upload = await chooseFiles(
    page,
    files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: bytes }))
  )
  await encryptFirst(upload)
  await upload.getByRole('button', { name: en.common.code, exact: true }).click()
  for (const { name, bytes } of files) writeFileSync(join(dir, name), bytes)
  const text = await copy(page)
  expect(text).not.toContain(key.toString())
  const sent = await run('boto3', text, dir, info.alice)
  expect(sent.status, sent.stderr).toBe(0)
  for (const { name, bytes } of files) {
    const at = { Bucket: bucket, Key: name }
    await expect(s3.send(new HeadObjectCommand(at))).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
    expect((await s3.send(new HeadObjectCommand({ ...at, ...sseInput(key) }))).ContentLength).toBe(bytes.length)
    expect(await read(s3, bucket, name, key)).toEqual(bytes)
    rmSync(join(dir, name))
  }
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: en.objects.header.reload, exact: true }).click()
  await row(page, files[0].name).click()
  const inspector = page.getByRole('complementary', { name: en.inspector.label })
  // The page itself has never sent the key there.
  await inspector.getByRole('button', { name: en.inspector.encryption.chooseKey }).click()
  await page.getByRole('dialog').getByRole('radio').check()
  await page.getByRole('button', { name: en.uploads.chooseKey.try }).click()
  await expect(inspector).toContainText(en.common.encryption.encrypted(NAME))
  await chooseAction(inspector, en.common.code)
  await dialogOf(page).getByLabel(en.code.task).selectOption(en.code.tasks.download)
  const got = await run('boto3', await copy(page), dir, info.alice)
  expect(got.status, got.stderr).toBe(0)
  expect(readFileSync(join(dir, files[0].name))).toEqual(files[0].bytes)
})
