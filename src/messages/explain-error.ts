// An AppError in words: what happened, what it means for the data, what to do.
import type { AppError } from '../domain/app-error'
import { errorCase, errorParameters, type ErrorSurroundings } from './error-case'
import { m } from './messages'

export interface ErrorWords {
  /** What happened, in a few words, without a full stop. */
  readonly title: string
  /** What that means for the user's data. */
  readonly meaning: string
  /** What to do now. */
  readonly remedy: string
}

export function explainError(error: AppError, surroundings: ErrorSurroundings = {}): ErrorWords {
  return m.errors[errorCase(error)](errorParameters(error, surroundings))
}
