// CORS rules as tools write them: a structure, or XML. Pure.
import type { CorsRule } from '../cors'
import { formatCorsRules } from '../cors-text'
import { escapeXml } from './acl-form'

/** As boto3 and aws-cli name its parts. */
export function toCorsConfiguration(rules: readonly CorsRule[]): unknown {
  return JSON.parse(formatCorsRules(rules))
}

/** The body of PutBucketCors, on one line. */
export function toCorsXml(rules: readonly CorsRule[]): string {
  const all = rules.map((rule) => {
    const parts = [
      ['ID', rule.id === undefined ? [] : [rule.id]],
      ['AllowedOrigin', rule.allowedOrigins],
      ['AllowedMethod', rule.allowedMethods],
      ['AllowedHeader', rule.allowedHeaders],
      ['ExposeHeader', rule.exposeHeaders],
      ['MaxAgeSeconds', rule.maxAgeSeconds === undefined ? [] : [String(rule.maxAgeSeconds)]]
    ] as const
    const xml = parts.flatMap(([name, values]) => values.map((value) => `<${name}>${escapeXml(value)}</${name}>`))
    return `<CORSRule>${xml.join('')}</CORSRule>`
  })
  return `<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${all.join('')}</CORSConfiguration>`
}
