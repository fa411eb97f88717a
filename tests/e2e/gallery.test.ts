// The gallery can't rot: every state of it is drawn from today's components without an error.
import { expect, test } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGallery } from '../gallery/build'
import { readStates, showState } from '../gallery/show-state'
import { serveDist } from '../gateway/static-server'

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
  } finally {
    await server.close()
    rmSync(dir, { recursive: true })
  }
})
