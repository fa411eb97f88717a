// Two gateways of which one answers nothing: its uploads wait, those to the other one do not.
import { en } from '../../../src/messages/en'
import { chooseFiles, expect, keysIn, randomFile, send, test, transfer } from '../fixture'

test('uploads to a gateway that hangs hold up none to another, and go on when it answers', async ({
  page,
  bucket,
  s3,
  connectThrough
}, info) => {
  const names = Array.from({ length: 8 }, (_, n) => `waits-${n}.bin`)
  for (const name of [...names, 'goes.bin', 'large.bin'])
    randomFile(info.outputPath(name), (name === 'large.bin' ? 20 : 1.5) * 2 ** 20)
  const held: (() => void)[] = []
  const isPut = (method: string, url: string) => method === 'PUT' && url.includes('/waits-')
  let isHanging = true
  await connectThrough({
    hold: ({ method, url }) =>
      isHanging && isPut(method, url) ? new Promise<void>((resolve) => held.push(resolve)) : undefined
  })
  await send(
    await chooseFiles(
      page,
      names.map((name) => info.outputPath(name))
    )
  )
  await expect.poll(() => held.length).toBeGreaterThanOrEqual(5)

  await page.getByRole('button', { name: /^Profile: / }).click()
  await page.getByRole('link', { name: en.settings.addProfile }).click()
  await connectThrough({})
  await send(await chooseFiles(page, [info.outputPath('goes.bin'), info.outputPath('large.bin')]))
  for (const name of ['goes.bin', 'large.bin'])
    await expect(await transfer(page, name)).toContainText(en.transfers.row.verified)
  expect((await keysIn(s3, bucket)).toSorted()).toEqual(['goes.bin', 'large.bin'])
  await expect(await transfer(page, names.at(-1) ?? '')).toHaveAttribute('data-state', 'waiting')

  isHanging = false
  for (const release of held) release()
  for (const name of names) await expect(await transfer(page, name)).toContainText(en.transfers.row.verified)
})
