// Files that nothing on their way can compress, the same for the same seed.
import { createCipheriv, createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

const STEP_BYTES = 16 * 1024 * 1024

/** @param seed undefined: other bytes each time */
export async function writeRandomFile(path: string, sizeBytes: number, seed: number = Math.random()): Promise<void> {
  const random = createStream(seed)
  const file = await open(path, 'w', 0o600)
  try {
    for (let at = 0; at < sizeBytes; at += STEP_BYTES) await file.write(random(Math.min(STEP_BYTES, sizeBytes - at)))
  } finally {
    await file.close()
  }
}

/** Files of one size, so many in each folder. @returns their paths below `dir`, with slashes */
export function writeRandomFolder(
  dir: string,
  files: number,
  fileBytes: number,
  seed: number,
  filesInFolder = 1000
): string[] {
  const random = createStream(seed)
  return Array.from({ length: files }, (_, index) => {
    const folder = `part-${String(Math.floor(index / filesInFolder)).padStart(3, '0')}`
    if (index % filesInFolder === 0) mkdirSync(join(dir, folder), { recursive: true })
    const path = `${folder}/file-${String(index).padStart(6, '0')}.dat`
    writeFileSync(join(dir, path), random(fileBytes))
    return path
  })
}

/** A cipher's stream is as good as random, and as fast as the disk. */
function createStream(seed: number): (sizeBytes: number) => Buffer {
  const key = createHash('sha256').update(String(seed)).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (sizeBytes) => cipher.update(Buffer.alloc(sizeBytes))
}
