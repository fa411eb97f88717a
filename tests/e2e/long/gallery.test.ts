// The gallery can't rot: every state of it is drawn from today's components without an error.
import { expect, test, type Locator } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGallery } from '../../gallery/build'
import { readStates, showState } from '../../gallery/show-state'
import { serveDist } from '../../gateway/static-server'

test('every state of the gallery is drawn without an error', async ({ page }) => {
  test.setTimeout(900_000) // more than a hundred pages, on a machine that is ten times as slow
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-gallery-'))
  await buildGallery(dir)
  const server = await serveDist({ dir, keepsAssets: true })
  try {
    const names = await readStates(page, server.url)
    expect(names.length).toBeGreaterThan(100)
    const problems: string[] = []
    for (const name of names) {
      const problem = await showState(page, server.url, name, { theme: 'light', language: 'en', width: 1440 })
      if (problem !== undefined) problems.push(`${name}: ${problem}`)
    }
    expect(problems).toEqual([])

    await showState(page, server.url, 'objects/rows', { theme: 'dark', language: 'en', width: 1440 })
    const box = await pictureOf(page.locator('input[type=checkbox]').nth(1))
    expect(Math.max(...box.at(8, 8)), 'an empty checkbox is as dark as the page').toBeLessThan(48)
    const name = page.locator('bdi', { has: page.locator('.tail') })
    for (let width = 1100; width < 1112; width++) {
      await page.setViewportSize({ width, height: 900 })
      await page.evaluate(() => new Promise(requestAnimationFrame))
      expect((await pictureOf(name)).widestGap(), `a cut name at ${width}`).toBeLessThan(6)
    }
  } finally {
    await server.close()
    rmSync(dir, { recursive: true })
  }
})

/** What is seen of an element, by pixels. */
async function pictureOf(target: Locator) {
  const png = (await target.screenshot()).toString('base64')
  const { width, height, rgba } = await target.page().evaluate(async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]))
    const { width, height } = image
    const canvas = new OffscreenCanvas(width, height).getContext('2d')
    canvas?.drawImage(image, 0, 0)
    return { width, height, rgba: [...(canvas?.getImageData(0, 0, width, height).data ?? [])] }
  }, png)
  const at = (x: number, y: number): number[] => rgba.slice((y * width + x) * 4, (y * width + x) * 4 + 3)
  /** Of columns in which nothing is drawn, between others. */
  const widestGap = (): number => {
    const columns = Array.from({ length: width }, (_, x) => {
      const brightness = Array.from({ length: height }, (__, y) => Math.max(...at(x, y)))
      return Math.max(...brightness) > 96 ? 'x' : ' '
    })
    return Math.max(0, ...(columns.join('').trim().match(/ +/g) ?? []).map(({ length }) => length))
  }
  return { at, widestGap }
}
