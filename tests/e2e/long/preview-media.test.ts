// Previews of audio and video, plain and encrypted: their elements ask the service worker, which asks the page.
import { randomBytes } from 'node:crypto'
import { en } from '../../../src/messages/en'
import { expect } from '../fixture'
import { chooseKey, close, noteReads, openPreview, recordVideo, test } from '../previews'
import { wav } from '../sample-files'

test.describe('with the service worker', () => {
  test.use({ serviceWorkers: 'allow' })

  for (const isEncrypted of [false, true])
    test(`audio plays, and can be sought${isEncrypted ? ', opened with its key' : ''}`, async ({ page, show }) => {
      await show({ 'tone.html': wav(600) }, isEncrypted)
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      const reads = noteReads(page, 'tone.html')
      const dialog = await openPreview(page, 'tone.html')
      if (isEncrypted) await chooseKey(page)
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

  for (const isEncrypted of [false, true])
    test(`video plays${isEncrypted ? ', opened with its key' : ''}`, async ({ page, baseURL, show }) => {
      await page.goto(baseURL ?? '')
      await show({ 'clip.txt': await recordVideo(page) }, isEncrypted)
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      const dialog = await openPreview(page, 'clip.txt')
      if (isEncrypted) await chooseKey(page)
      const player = dialog.locator('video')
      await expect(player).toHaveAttribute('src', /\/preview-media\/[0-9a-f]{32}$/)
      await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(160)
      await player.evaluate((video: HTMLVideoElement) => {
        video.muted = true
        return video.play()
      })
      await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0.1)
      const [red = 0, green = 0, blue = 0] = await player.evaluate((video: HTMLVideoElement) => {
        const context = new OffscreenCanvas(160, 120).getContext('2d')
        context?.drawImage(video, 0, 0)
        return [...(context?.getImageData(80, 60, 1, 1).data ?? [])]
      })
      expect(green).toBeGreaterThan(150)
      expect(Math.max(red, blue)).toBeLessThan(100)
      await close(page)
      expect(await page.evaluate(() => document.querySelector('video'))).toBeNull()
    })

  test('a damaged video is reported as such', async ({ page, show }) => {
    await show({ 'broken.mp4': Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), randomBytes(5000)]) })
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const dialog = await openPreview(page, 'broken.mp4')
    await expect(dialog).toContainText(en.preview.cannotPlay)
  })
})

test('without a service worker, media say what they need', async ({ page, show }) => {
  await show({ 'tone.wav': wav(1) })
  await expect(await openPreview(page, 'tone.wav')).toContainText(en.preview.noServiceWorker)
})
