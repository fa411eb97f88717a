// Names the answer to a GET that a worker sent by itself, by the same table as every other answer.
import { AppError } from '../domain/app-error'
import { kindOf } from './error-table'

export interface DownloadAnswer {
  readonly status: number
  readonly code: string | undefined
  readonly isHtml: boolean
  readonly hasSseKey: boolean
}

export function errorOfAnswer({ status, code, isHtml, hasSseKey }: DownloadAnswer): AppError {
  const kind = kindOf({ operation: 'GetObject', status, code, isHtml, hasSseKey })
  return new AppError(kind, { operation: 'GetObject', status, code })
}
