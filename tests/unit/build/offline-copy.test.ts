import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { nameByUse, sealBuild } from '../../../.config/offline-copy'

const nameOf = (...moduleIds: string[]): string => nameByUse.chunkFileNames({ moduleIds } as never)

it('names what draws previews apart from everything else', () => {
  expect(nameOf('/x/src/ui/preview/Preview.svelte', '/x/src/domain/key.ts')).toContain('assets/preview-')
  expect(nameOf('/x/node_modules/pdfjs-dist/legacy/build/pdf.mjs')).toContain('assets/preview-')
  expect(nameOf('/x/src/ui/objects/PreviewDialog.svelte')).not.toContain('preview-')
})

it('leaves it out of the copy, and lists the rest', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lockgate-build-'))
  try {
    mkdirSync(join(dir, 'assets'))
    writeFileSync(join(dir, 'index.html'), '<meta name="lockgate-build" content="" />')
    writeFileSync(join(dir, 'service-worker.js'), '\ncode')
    for (const name of [
      'index-1.js',
      'index-1.js.map',
      'preview-Preview-1.js',
      'preview-Preview-1.css',
      'preview-pdf.worker-1.js'
    ])
      writeFileSync(join(dir, 'assets', name), name)
    expect(sealBuild(dir).files.map(({ path }) => path)).toEqual(['assets/index-1.js', 'index.html'])
    expect(readFileSync(join(dir, 'service-worker.js'), 'utf8')).not.toContain('preview')
  } finally {
    rmSync(dir, { recursive: true })
  }
})
