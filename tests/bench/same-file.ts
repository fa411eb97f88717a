// Fast and wrong is no result: what was fetched must be what was sent. Never within a measurement.
import { runTool } from '../gateway/tool'
import type { Course } from './contestant'

/** @throws Error when the file is not byte for byte the bench's own */
export async function assertSameFile(file: string, course: Course): Promise<void> {
  const { status, stdout } = await runTool('cmp', [file, course.file], { timeoutMs: 300_000 })
  if (status !== 0) throw new Error(`Not the file that was sent: ${stdout.toString('utf8').trim()}`)
}
