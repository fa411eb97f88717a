// A gateway that redirects uploads to another host: nothing is sent there where that can be known before, and else it is said.
import { startFaultProxy } from './fault-proxy'
import { chooseFiles, expect, randomFile, send, test, transfer } from './fixture'

test('a redirect of uploads is found before the data is sent; one that begins later is told with the host that received it', async ({
  page,
  info,
  connectThrough,
  hosts
}, testInfo) => {
  const elsewhere = await startFaultProxy(info.http, {})
  hosts.push(elsewhere.url)
  try {
    let isChecked = false
    const isUpload = (method: string, url: string): boolean =>
      method === 'PUT' && (!isChecked || !url.includes('.lockgate-redirect-check'))
    await connectThrough({
      answer: (method, url) =>
        isUpload(method, url) ? { status: 307, body: '', headers: { location: elsewhere.url + url } } : undefined
    })
    const upload = async (name: string) => {
      const path = testInfo.outputPath(name)
      randomFile(path, 17 * 1024 * 1024) // parts go by XMLHttpRequest
      await send(await chooseFiles(page, [path]))
      const line = await transfer(page, name)
      await expect(line).toHaveAttribute('data-state', 'failed', { timeout: 30_000 })
      return line
    }
    const first = await upload('refused.bin')
    await first.getByRole('button', { name: /redirects/ }).click()
    await expect(first).toContainText('Lockgate did not follow it')
    expect(elsewhere.seen).toEqual([])

    isChecked = true
    const second = await upload('moved.bin')
    await second.getByRole('button', { name: 'Your data was sent to another host' }).click()
    await expect(second).toContainText(`${new URL(elsewhere.url).host} received the data. No encryption key was sent.`)
    expect(elsewhere.seen.map(([method]) => method)).toContain('PUT')
  } finally {
    await elsewhere.close()
  }
})
