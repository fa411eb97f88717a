// A task as code for a tool, ready to run: credentials come from the environment, keys from their files.
import { maySendSseKey } from '../profile'
import { writeAwsCli } from './aws-cli'
import { writeBoto } from './boto'
import { writeBoto3 } from './boto3'
import {
  CannotWrite,
  isCopy,
  isFolderCopy,
  keyFilesOf,
  SOURCE_VARIABLES,
  TARGET_VARIABLES,
  targetPlaceOf,
  type CodePlace,
  type CodeResult,
  type CodeTask,
  type CodeTool
} from './code-task'
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

/** Tools whose code compares a copy that another account has written. */
const WRITES_ACROSS: readonly CodeTool[] = ['boto3', 'boto', 'aws']

export function writeCode(tool: CodeTool, place: CodePlace, task: CodeTask): CodeResult {
  const needsAccount = task.kind === 'list-buckets' || task.kind === 'create-bucket' || task.kind === 'link'
  if (place.isAnonymous && needsAccount) return { cannot: 'no-account' }
  if (placesOfKeys(place, task).some(({ endpoint }) => !maySendSseKey(endpoint))) return { cannot: 'key-over-http' }
  if (task.kind === 'set-attributes' && task.rewrite?.isSafe === false) return { cannot: 'no-safe-copy' }
  if (targetPlaceOf(task) !== undefined && !WRITES_ACROSS.includes(tool)) return { cannot: 'no-across' }
  try {
    return { text: WRITERS[tool](place, task) }
  } catch (error) {
    if (error instanceof CannotWrite) return { cannot: error.limit }
    if (error instanceof RangeError || error instanceof URIError) return { cannot: 'name' }
    throw error
  }
}

/** Where keys are sent. */
function placesOfKeys(place: CodePlace, task: CodeTask): readonly CodePlace[] {
  if (keyFilesOf(task).length === 0) return []
  const targetPlace = targetPlaceOf(task)
  if (targetPlace === undefined) return [place]
  const isKeptThere = isFolderCopy(task) ? task.encryption !== undefined : isCopy(task) && task.keyFile !== undefined
  const isReadHere = isFolderCopy(task)
    ? task.sourceKeyFiles.length > 0
    : isCopy(task) && task.sourceKeyFile !== undefined
  return [...(isReadHere ? [place] : []), ...(isKeptThere ? [targetPlace] : [])]
}

/** What must be in the environment, by name: of the account in use. */
export function variablesOf(place: CodePlace): readonly string[] {
  return namesOf(place, SOURCE_VARIABLES)
}

/** The same of the account that copies go to, where it is another one. */
export function targetVariablesOf(place: CodePlace): readonly string[] {
  return namesOf(place, TARGET_VARIABLES)
}

function namesOf(place: CodePlace, names: typeof SOURCE_VARIABLES | typeof TARGET_VARIABLES): readonly string[] {
  if (place.isAnonymous) return []
  return [names.accessKey, names.secretKey, ...(place.hasSessionToken ? [names.sessionToken] : [])]
}

/** Tools that refuse a blank secret key: any word will do, since a gateway looks only at the token. */
export function refusesBlankSecret(tool: CodeTool): boolean {
  return tool !== 'boto' && tool !== 'curl'
}
