// The password file of s3fs, one line a key: `KEY:SECRET` or `bucket:KEY:SECRET`. An access key may hold colons too, such as
// `proj:alice`: only what looks like such a line counts as one.
import { looksLikeAccessKey } from './secret-shape'
import { linesOf, type Section, type Setting } from './section'

/** Shorter than any secret that a gateway makes. */
const MIN_SECRET_LENGTH = 16

/** One section a line; undefined unless every line that is no comment is one. */
export function readS3fs(text: string): readonly Section[] | undefined {
  const sections: Section[] = []
  for (const [index, line] of linesOf(text).entries()) {
    const content = line.trimStart()
    if (content === '' || content.startsWith('#')) continue
    const parts = splitLine(content)
    if (parts === undefined) return undefined
    const settings = new Map<string, Setting>([
      ['accesskey', { value: parts.accessKey, line: index + 1 }],
      ['secretkey', { value: parts.secretKey, line: index + 1 }]
    ])
    sections.push({ name: parts.bucket ?? 'default', line: index + 1, settings, isEnvironment: true })
  }
  return sections.length === 0 ? undefined : sections
}

interface Parts {
  readonly bucket?: string
  readonly accessKey: string
  readonly secretKey: string
}

function splitLine(line: string): Parts | undefined {
  const [first = '', rest] = cut(line)
  if (rest === undefined || first === '' || /\s/.test(first)) return undefined
  const [second = '', third] = cut(rest)
  const isBucket = /^[a-z0-9][a-z0-9._-]{2,62}$/.test(first) && third !== undefined && second !== ''
  const [accessKey, secretKey] = isBucket && !looksLikeAccessKey(first) ? [second, third] : [first, rest]
  const isSecret = secretKey.length >= MIN_SECRET_LENGTH || (looksLikeAccessKey(accessKey) && secretKey.trim() !== '')
  // Addresses and ARNs have colons as well.
  if (!isSecret || /^(\s|\/\/)/.test(secretKey) || /^arn$/i.test(first) || /[\s"'{}[\],=]/.test(accessKey))
    return undefined
  return accessKey === second && isBucket ? { bucket: first, accessKey, secretKey } : { accessKey, secretKey }
}

function cut(text: string): readonly [string, string?] {
  const at = text.indexOf(':')
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
