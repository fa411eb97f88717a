// CORS rules as JSON, in the form of `aws s3api put-bucket-cors`: read strictly, since what is not understood would be lost. Pure.
import { CORS_METHODS, type CorsMethod, type CorsRule } from './cors'

/** `rule`: its number, from 1. */
export type CorsTextProblem =
  | { readonly code: 'not-json' }
  | { readonly code: 'not-rules' }
  | { readonly code: 'too-many'; readonly max: number }
  | { readonly code: 'not-a-rule' | 'no-origin' | 'no-method' | 'max-age'; readonly rule: number }
  | { readonly code: 'unknown-field' | 'not-a-list' | 'not-text'; readonly rule: number; readonly field: string }
  | { readonly code: 'method' | 'wildcards'; readonly rule: number; readonly value: string }

/** Both AWS and radosgw refuse more. */
const MAX_RULES = 100
const MAX_AGE_LIMIT = 2 ** 32 - 2
const FIELDS = ['ID', 'AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposeHeaders', 'MaxAgeSeconds']

export function formatCorsRules(rules: readonly CorsRule[]): string {
  const list = rules.map((rule) => ({
    ...(rule.id === undefined ? {} : { ID: rule.id }),
    AllowedOrigins: rule.allowedOrigins,
    AllowedMethods: rule.allowedMethods,
    ...(rule.allowedHeaders.length === 0 ? {} : { AllowedHeaders: rule.allowedHeaders }),
    ...(rule.exposeHeaders.length === 0 ? {} : { ExposeHeaders: rule.exposeHeaders }),
    ...(rule.maxAgeSeconds === undefined ? {} : { MaxAgeSeconds: rule.maxAgeSeconds })
  }))
  return JSON.stringify({ CORSRules: list }, null, 2)
}

/** Reads `{"CORSRules": […]}` or the list alone. A blank text is no rules. */
export function parseCorsRules(
  text: string
): { readonly rules: readonly CorsRule[] } | { readonly problem: CorsTextProblem } {
  if (text.trim() === '') return { rules: [] }
  try {
    const json = parseJson(text)
    const list = isRecord(json) && Object.keys(json).join() === 'CORSRules' ? json['CORSRules'] : json
    if (!Array.isArray(list)) throw new Refusal({ code: 'not-rules' })
    if (list.length > MAX_RULES) throw new Refusal({ code: 'too-many', max: MAX_RULES })
    return { rules: list.map((rule, index) => readRule(rule, index + 1)) }
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.problem }
    throw error
  }
}

class Refusal extends Error {
  readonly problem: CorsTextProblem

  constructor(problem: CorsTextProblem) {
    super(problem.code)
    this.problem = problem
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal({ code: 'not-json' })
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readRule(value: unknown, rule: number): CorsRule {
  if (!isRecord(value)) throw new Refusal({ code: 'not-a-rule', rule })
  const unknown = Object.keys(value).find((field) => !FIELDS.includes(field))
  if (unknown !== undefined) throw new Refusal({ code: 'unknown-field', rule, field: unknown })
  const list = (field: string): readonly string[] => readList(value[field], rule, field)
  const { ID: id, MaxAgeSeconds: age } = value
  const [allowedOrigins, allowedHeaders] = [list('AllowedOrigins'), list('AllowedHeaders')]
  const allowedMethods = list('AllowedMethods').map((method) => toMethod(method, rule))
  if (allowedOrigins.length === 0) throw new Refusal({ code: 'no-origin', rule })
  if (allowedMethods.length === 0) throw new Refusal({ code: 'no-method', rule })
  const wild = [...allowedOrigins, ...allowedHeaders].find((one) => one.split('*').length > 2)
  if (wild !== undefined) throw new Refusal({ code: 'wildcards', rule, value: wild })
  if (id !== undefined && typeof id !== 'string') throw new Refusal({ code: 'not-text', rule, field: 'ID' })
  return {
    ...(id === undefined ? {} : { id }),
    allowedOrigins,
    allowedMethods,
    allowedHeaders,
    exposeHeaders: list('ExposeHeaders'),
    ...(age === undefined ? {} : { maxAgeSeconds: toSeconds(age, rule) })
  }
}

function readList(value: unknown, rule: number, field: string): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new Refusal({ code: 'not-a-list', rule, field })
  const texts = value.filter((item): item is string => typeof item === 'string' && item.trim() !== '')
  if (texts.length < value.length) throw new Refusal({ code: 'not-text', rule, field })
  return texts
}

function toMethod(method: string, rule: number): CorsMethod {
  const known = CORS_METHODS.find((one) => one === method)
  if (known === undefined) throw new Refusal({ code: 'method', rule, value: method })
  return known
}

function toSeconds(age: unknown, rule: number): number {
  if (typeof age === 'number' && Number.isInteger(age) && age >= 0 && age <= MAX_AGE_LIMIT) return age
  throw new Refusal({ code: 'max-age', rule })
}
