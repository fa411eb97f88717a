// Fast and wrong is no result: what was fetched must be what was sent. Never within a measurement.
import { runTool } from '../gateway/tool'
import type { Course } from './contestant'

const TIMEOUT_MS = 900_000

/** @throws Error when the file is not byte for byte the bench's own */
export async function assertSameFile(file: string, course: Pick<Course, 'file'>): Promise<void> {
  const { status, stdout } = await runTool('cmp', [file, course.file], { timeoutMs: TIMEOUT_MS })
  if (status !== 0) throw new Error(`Not the file that was sent: ${stdout.toString('utf8').trim()}`)
}

/** @throws Error when a file is missing, is there too much, or is another */
export async function assertSameFolder(dir: string, course: Pick<Course, 'folder'>): Promise<void> {
  const { status, stdout } = await runTool('diff', ['-rq', dir, course.folder], { timeoutMs: TIMEOUT_MS })
  if (status !== 0) throw new Error(`Not the folder that was sent: ${stdout.toString('utf8').trim().slice(0, 300)}`)
}
