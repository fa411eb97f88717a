// Replaces a bucket's CORS rules as a whole, and says what came back.
import { AppError, isAbort, toAppError } from '../../domain/app-error'
import { isSameRules, type CorsRule } from '../../domain/cors'
import type { Gateway } from '../../domain/gateway'

/**
 * `saved`: the rules that were sent came back. `differs`: others did. `conflict`: these were there instead of those that were
 * changed, and nothing was sent. `unconfirmed`: sent, and could not be read back.
 */
export type CorsChange =
  | { readonly outcome: 'saved' | 'differs' | 'conflict'; readonly rules: readonly CorsRule[] }
  | { readonly outcome: 'unconfirmed'; readonly error: AppError }

/**
 * Rejects as requests do, where nothing was changed or a lost answer leaves that unknown; a change that came into force though its
 * answer was lost is `saved`.
 * @param from the rules that the change was made from
 */
export async function changeCors(
  { cors }: Pick<Gateway, 'cors'>,
  bucket: string,
  { from, to }: { readonly from: readonly CorsRule[]; readonly to: readonly CorsRule[] },
  signal?: AbortSignal
): Promise<CorsChange> {
  const before = await cors.rulesOf(bucket, signal)
  if (!isSameRules(before, from)) return { outcome: 'conflict', rules: before }
  const failure = await (to.length === 0 ? cors.removeRules(bucket, signal) : cors.putRules(bucket, to, signal)).then(
    () => undefined,
    (error: unknown) => toFailure(error)
  )
  try {
    const rules = await cors.rulesOf(bucket, signal)
    if (isSameRules(rules, to)) return { outcome: 'saved', rules }
    if (failure === undefined) return { outcome: 'differs', rules }
  } catch (error) {
    if (isAbort(error)) throw error
    if (failure === undefined) return { outcome: 'unconfirmed', error: toAppError(error) }
  }
  throw failure
}

function toFailure(error: unknown): AppError {
  if (isAbort(error)) throw error
  return toAppError(error)
}
