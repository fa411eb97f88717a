// A task as code for a tool, ready to run: credentials come from the environment, keys from their files.
import { maySendSseKey } from '../profile'
import { writeAwsCli } from './aws-cli'
import { writeBoto } from './boto'
import { writeBoto3 } from './boto3'
import { CannotWrite, keyFilesOf, type CodePlace, type CodeResult, type CodeTask, type CodeTool } from './code-task'
import { writeCurl } from './curl'
import { writeRclone } from './rclone'
import { writeS3cmd } from './s3cmd'

const WRITERS: Readonly<Record<CodeTool, (place: CodePlace, task: CodeTask) => string>> = {
  boto3: writeBoto3,
  boto: writeBoto,
  aws: writeAwsCli,
  s3cmd: writeS3cmd,
  rclone: writeRclone,
  curl: writeCurl
}

export function writeCode(tool: CodeTool, place: CodePlace, task: CodeTask): CodeResult {
  const needsAccount = task.kind === 'list-buckets' || task.kind === 'create-bucket' || task.kind === 'link'
  if (place.isAnonymous && needsAccount) return { cannot: 'no-account' }
  if (keyFilesOf(task).length > 0 && !maySendSseKey(place.endpoint)) return { cannot: 'key-over-http' }
  if (task.kind === 'set-attributes' && task.rewrite?.isSafe === false) return { cannot: 'no-safe-copy' }
  try {
    return { text: WRITERS[tool](place, task) }
  } catch (error) {
    if (error instanceof CannotWrite) return { cannot: error.limit }
    if (error instanceof RangeError || error instanceof URIError) return { cannot: 'name' }
    throw error
  }
}

/** What must be in the environment, by name. */
export function variablesOf({ isAnonymous, hasSessionToken }: CodePlace): readonly string[] {
  if (isAnonymous) return []
  return ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', ...(hasSessionToken ? ['AWS_SESSION_TOKEN'] : [])]
}

/** Tools that refuse a blank secret key: any word will do, since a gateway looks only at the token. */
export function refusesBlankSecret(tool: CodeTool): boolean {
  return tool !== 'boto' && tool !== 'curl'
}
