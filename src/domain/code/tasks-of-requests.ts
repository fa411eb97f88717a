// What requests did, as tasks that other tools can do again, as far as method, path and the names of the query tell.
import type { SentRequest } from '../request-history'
import { safeFileName } from '../file-name'
import type { CodePlace, CodeTask, CodeTool } from './code-task'
import { writeCode } from './write-code'

/** Requests that belong to another one: the parts of an upload. */
const PART_OF_UPLOAD = ['uploads', 'partNumber']

const READ_METHODS = ['GET', 'HEAD']

/** @returns undefined for what is no task by itself, or not to be told from what was logged. */
export function taskOfRequest(
  { origin, path, method, needsHeader }: SentRequest,
  place: CodePlace
): CodeTask | undefined {
  const isWrite = method === 'PUT' || method === 'POST'
  if (isWrite && needsHeader) return undefined // done again without its key it would be stored unencrypted
  const [plain = '', query = ''] = path.split('?', 2)
  const names = query === '' ? [] : query.split('&').filter((name) => !/^response-/.test(name))
  const found = bucketAndKey(origin, plain, place)
  if (found === undefined) return undefined
  const { bucket, key } = found
  if (bucket === '') return method === 'GET' ? { kind: 'list-buckets' } : undefined
  if (key === '') return taskOfBucket(method, names, bucket)
  if (names.some((name) => PART_OF_UPLOAD.includes(name))) return undefined
  return taskOfObject(method, names, bucket, key)
}

function taskOfBucket(method: string, names: readonly string[], bucket: string): CodeTask | undefined {
  const [only] = names
  if (method === 'GET' && names.includes('list-type'))
    return { kind: 'list-objects', bucket, prefix: '', isFlat: !names.includes('delimiter') }
  if (method === 'GET' && only === 'acl') return { kind: 'read-acl', bucket }
  if (method === 'GET' && only === 'policy') return { kind: 'read-policy', bucket }
  if (method === 'DELETE' && only === 'policy') return { kind: 'delete-policy', bucket }
  if (method === 'GET' && only === 'cors') return { kind: 'read-cors', bucket }
  if (method === 'DELETE' && only === 'cors') return { kind: 'delete-cors', bucket }
  if (method === 'GET' && names.includes('uploads')) return { kind: 'list-uploads', bucket }
  if (method === 'DELETE' && only === undefined) return { kind: 'delete-bucket', bucket }
  if (method === 'PUT' && only === undefined) return { kind: 'create-bucket', bucket, acl: 'private' }
  return undefined
}

function taskOfObject(method: string, names: readonly string[], bucket: string, key: string): CodeTask | undefined {
  const [only] = names
  const fileName = safeFileName(key)
  if (method === 'POST' && only === 'uploadId')
    return { kind: 'upload', bucket, files: [{ fileName, key, contentType: '' }] }
  if (method === 'GET' && only === 'acl') return { kind: 'read-acl', bucket, key }
  if (only !== undefined) return undefined
  switch (method) {
    case 'PUT':
      return { kind: 'upload', bucket, files: [{ fileName, key, contentType: '' }] }
    case 'GET':
      return { kind: 'download', bucket, key, fileName }
    case 'HEAD':
      return { kind: 'read-object', bucket, key }
    case 'DELETE':
      return { kind: 'delete', bucket, keys: [key], prefixes: [] }
  }
  return undefined
}

/** Undefined: of another gateway, or no path that S3 has. */
function bucketAndKey(
  origin: string,
  path: string,
  { endpoint }: CodePlace
): { readonly bucket: string; readonly key: string } | undefined {
  const [, scheme = '', host = ''] = /^(https?:\/\/)(.*)$/.exec(endpoint) ?? []
  const segments = path.split('/').slice(1)
  const isByHost = origin !== endpoint && origin.startsWith(scheme) && origin.endsWith(`.${host}`)
  if (!isByHost && origin !== endpoint) return undefined
  try {
    const [first = '', ...rest] = isByHost ? [origin.slice(scheme.length, -host.length - 1), ...segments] : segments
    return { bucket: decodeURIComponent(first), key: rest.map(decodeURIComponent).join('/') }
  } catch {
    return undefined
  }
}

/**
 * One script, in the order of the requests that succeeded: each that writes, unless it only repeats the one before, and each that reads
 * once. The rest is named in comments.
 */
export function scriptOfRequests(tool: CodeTool, place: CodePlace, requests: readonly SentRequest[]): string {
  const seen = new Set<string>()
  let lastWrite = ''
  const parts: string[] = []
  for (const request of requests) {
    if (request.isUnsigned || request.status === undefined || request.status >= 300) continue
    const task = taskOfRequest(request, place)
    const code = task && writeCode(tool, place, task)
    const isCode = code !== undefined && 'text' in code
    const text = isCode ? code.text : `# ${request.method} ${commentOf(request.path)}\n`
    const isWrite = isCode && !READ_METHODS.includes(request.method)
    if (isWrite ? text === lastWrite : seen.has(text)) continue
    if (isWrite) lastWrite = text
    else seen.add(text)
    parts.push(text)
    if (isCode && task?.kind === 'list-objects')
      parts.push(`# The prefix is not logged: this lists the bucket ${commentOf(task.bucket)} from its root.\n`)
  }
  return ['# Headers and query values are not logged: keys, ACLs, metadata and prefixes are missing.\n']
    .concat(dropRepeats(parts))
    .join('\n')
}

/** It is on one line, whatever the name of an object is. */
function commentOf(path: string): string {
  return path.replace(/[^!-~]/g, (c) => encodeURIComponent(c))
}

/** What prepares the first task of a kind prepares the others. */
function dropRepeats(parts: readonly string[]): readonly string[] {
  const heads = new Set<string>()
  return parts.map((part) => {
    const end = /^(?:import|from) /.test(part)
      ? part.indexOf('\n)\n') + 3
      : /^(?:(?:#|export )[^\n]*\n)+/.exec(part)?.[0].length
    if (end === undefined || end < 3) return part
    const head = part.slice(0, end)
    const isThere = heads.has(head)
    heads.add(head)
    return isThere ? part.slice(end) : part
  })
}
