// From whatever the SDK throws to an AppError. Nothing that a gateway or the SDK wrote passes unless it is known to hold no secret.
import { S3ServiceException } from '@aws-sdk/client-s3'
import { AppError, toCause, type AppErrorKind } from '../domain/app-error'
import { kindOf, type Operation } from './error-table'
import { hasDotSegments } from './dot-segments'
import type { RequestLog } from './sdk-types'

export interface ErrorContext {
  readonly operation: Operation
  readonly endpoint: string
  readonly exchange: RequestLog
  readonly hasSseKey: boolean
  readonly isToken: boolean
  /** The object's key, where the operation is about one. */
  readonly key: string | undefined
  /** Never to be repeated. */
  readonly secrets: readonly string[]
}

/** Bodies of these codes quote what was signed, or name the access key. */
const SENSITIVE_CODES = new Set(['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'InvalidToken'])
/** They say which region the signature should have been made for. */
const WRONG_REGION_CODES = new Set(['AuthorizationHeaderMalformed', 'AuthorizationQueryParametersError'])
const SENSITIVE_WORDS = /signature|credential|x-amz-|authorization|access ?key|token|[A-Za-z0-9+/=]{40,}/i
const MAX_DETAIL = 300

/** Names what was thrown. Aborts are not errors: look at the signal first. */
export function translateError(thrown: unknown, context: ErrorContext): AppError {
  const { operation, endpoint, exchange } = context
  if (thrown instanceof AppError)
    return new AppError(thrown.kind, { operation, endpoint, ...thrown.details }, { cause: thrown })
  const { status, requestId } = exchange
  const isHtml = isHtmlAnswer(exchange)
  const code = codeOf(thrown, isHtml)
  const details = { operation, endpoint, status, code, requestId, detail: detailOf(thrown, code, context.secrets) }
  const options = { cause: withoutSecrets(thrown, context.secrets) }
  // The SDK refuses a bucket with a slash by itself.
  if (!exchange.isSent && nameOf(thrown) === 'InvalidBucketName')
    return new AppError('name-refused', { ...details, code: undefined, reason: 'bucket-has-slash' }, options)
  if (status === undefined)
    return new AppError(kindWithoutAnswer(exchange), { ...details, detail: nameOf(thrown) }, options)
  if (status < 300 && code === undefined) {
    // The SDK could not read it. A TypeError is the network's: the connection broke in the middle of the body.
    const kind = !isHtml && thrown instanceof TypeError ? 'truncated' : 'not-s3'
    return new AppError(kind, { ...details, detail: undefined }, options)
  }
  // nginx counts `..` even where it is encoded, and answers a path that leads above the root with a page of its own.
  if (isHtml && status === 400 && hasDotSegments(context.key ?? ''))
    return new AppError('name-refused', { ...details, reason: 'proxy-refuses-path' }, options)
  const region = regionOf(thrown, code)
  return new AppError(kindOf({ ...context, status, code, isHtml, region }), { ...details, region }, options)
}

/** True for a page from a proxy or a login portal, where S3 answers in XML or not at all. */
export function isHtmlAnswer({ contentType }: RequestLog): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(contentType ?? '')
}

function kindWithoutAnswer({ isSent }: RequestLog): AppErrorKind {
  if (!isSent) return 'unexpected'
  return typeof navigator === 'object' && navigator.onLine === false ? 'offline' : 'unreachable'
}

function codeOf(thrown: unknown, isHtml: boolean): string | undefined {
  if (isHtml || !(thrown instanceof S3ServiceException)) return undefined
  const isCode = /^[A-Z][A-Za-z0-9]{2,60}$/.test(thrown.name) && !/^(Unknown|UnknownError|NotFound)$/.test(thrown.name)
  return isCode ? thrown.name : undefined
}

function detailOf(thrown: unknown, code: string | undefined, secrets: readonly string[]): string | undefined {
  if (code === undefined || SENSITIVE_CODES.has(code)) return undefined
  const { message } = thrown as Error
  const isSensitive =
    SENSITIVE_WORDS.test(message) || secrets.some((secret) => secret !== '' && message.includes(secret))
  return isSensitive || message === '' || message === code || message === 'UnknownError'
    ? undefined
    : message.slice(0, MAX_DETAIL)
}

/** The SDK hands on what else is in the body of an error; some gateways name the region in their sentence alone. */
function regionOf(thrown: unknown, code: string | undefined): string | undefined {
  if (code === undefined || !WRONG_REGION_CODES.has(code)) return undefined
  const { Region: told, message = '' } = thrown as { readonly Region?: unknown; readonly message?: string }
  const region = typeof told === 'string' ? told : /expecting '([^']*)'/.exec(message)?.[1]
  return region !== undefined && /^[a-z0-9][a-z0-9_.-]{0,62}$/i.test(region) ? region : undefined
}

/** Secrets that are in the words of what was thrown can only be known here. */
function withoutSecrets(thrown: unknown, secrets: readonly string[]): Error {
  const cause = toCause(thrown)
  const isSensitive = secrets.some((secret) => secret !== '' && `${cause.message}\n${cause.stack}`.includes(secret))
  return isSensitive ? toCause({ name: cause.name }) : cause
}

function nameOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.name : undefined
}
