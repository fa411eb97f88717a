// A file that nothing on its way can compress.
import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'

const STEP_BYTES = 16 * 1024 * 1024

export async function writeRandomFile(path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for (let at = 0; at < sizeBytes; at += STEP_BYTES)
      await file.write(randomBytes(Math.min(STEP_BYTES, sizeBytes - at)))
  } finally {
    await file.close()
  }
}
