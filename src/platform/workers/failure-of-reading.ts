// Why the bytes of a user's file cannot be read.
import { TaskFailure } from './serve-tasks'

/** NotFoundError: the file is gone. NotReadableError: it is another one than was chosen. */
export function failureOfReading(error: unknown): TaskFailure {
  const isGone = (error as Partial<Error> | undefined)?.name === 'NotFoundError'
  return new TaskFailure({ kind: 'known', error: isGone ? 'file-unreadable' : 'file-changed' })
}
