// Where the page's host sends its policy as a header with every file, workers are bound by it too: each kind of preview goes on.
import { parquetWriteBuffer } from 'hyparquet-writer'
import { en } from '../../../src/messages/en'
import { downloadOpen, expect } from '../fixture'
import { close, content, middleColor, openPreview, recordVideo, test } from '../previews'
import { pdf, png } from '../sample-files'

test.use({ serviceWorkers: 'allow', sendsPolicy: true })

test('an image, a PDF, a Parquet file and a video are shown, and an object is downloaded', async ({
  page,
  baseURL,
  show
}) => {
  const unbound: string[] = []
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))
  page.on('response', (response) => {
    const isScript = response.url().startsWith(baseURL ?? '') && response.url().endsWith('.js')
    if (isScript && response.headers()['content-security-policy'] === undefined) unbound.push(response.url())
  })
  const columnData = [{ name: 'station', data: ['Bergen', 'Oslo', 'Bergen'], type: 'STRING' as const }]
  await page.goto(baseURL ?? '')
  const video = await recordVideo(page)
  await show({
    'green.png': png(400, 300, [0, 128, 0]),
    'paper.pdf': pdf(['0 0 1 rg 0 0 300 200 re f']),
    'table.parquet': new Uint8Array(parquetWriteBuffer({ columnData })),
    'clip.webm': video
  })
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)

  const image = await openPreview(page, 'green.png')
  await expect.poll(() => middleColor(page, image.getByRole('img', { name: 'green.png' }))).toEqual([0, 128, 0])
  await close(page)
  const paper = await openPreview(page, 'paper.pdf')
  await expect.poll(() => middleColor(page, paper.getByRole('img', { name: 'paper.pdf' }))).toEqual([0, 0, 255])
  await close(page)
  const table = await openPreview(page, 'table.parquet')
  await expect(content(table).getByRole('row').nth(2).getByRole('cell').first()).toHaveText('Oslo')
  await close(page)
  const clip = await openPreview(page, 'clip.webm')
  const player = clip.locator('video')
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(160)
  await player.evaluate((video: HTMLVideoElement) => {
    video.muted = true
    return video.play()
  })
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0.1)
  await close(page)
  // Its digest is computed by a worker.
  expect(await downloadOpen(page)).toEqual(video)
  await expect(page.getByText(en.preview.damaged)).toHaveCount(0)
  expect(workers.filter((url) => /pdf|parquet|requests/.test(url)).length).toBeGreaterThanOrEqual(3)
  expect(unbound).toEqual([])
})
