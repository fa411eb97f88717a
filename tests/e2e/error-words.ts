// The titles of errors, as the English page shows them.
import { AppError } from '../../src/domain/app-error'
import { en } from '../../src/messages/en'
import { errorParameters, type ErrorCase } from '../../src/messages/error-case'

export function errorTitle(name: ErrorCase): string {
  return en.errors[name](errorParameters(new AppError('unexpected'), {})).title
}
