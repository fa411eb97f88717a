// An AppError in words: what happened, what it means for the data, what to do.
import type { AppError } from '../domain/app-error'
import { errorCase, errorParameters, type ErrorContext, type ErrorWords } from './error-case'
import { m } from './messages'

export function explainError(error: AppError, context: ErrorContext = {}): ErrorWords {
  return m.errors[errorCase(error)](errorParameters(error, context))
}

/** What happened and what to do, in one line, for a row. */
export function summarizeError(error: AppError): string {
  const { title, remedy } = explainError(error)
  return `${title}. ${remedy}`
}
