// Copies and moves as commands of aws-cli: inside the gateway, or through this computer where that is not safe. Each is compared.
import { CannotWrite, goesThroughHere, type CopiedObject, type CopyTask, type FolderCopyTask } from './code-task'
import { shellChain, shellWord as word } from './shell-word'

/** A query of the headers that an upload takes. */
export const COPIED_HEADERS_QUERY = `${[
  'merge({ContentType: ContentType, Metadata: Metadata}',
  ...['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'Expires'].map(
    (name) => `${name} && {${name}: ${name}} || \`{}\``
  )
].join(', ')})`

/** What tells a copy from its source. */
export const SAME_QUERY = `--query '[ETag, ContentLength, ContentType, Metadata]'`

/** How a command takes its parameters as JSON. */
export const AS_JSON = '--cli-input-json'

/** get-object takes no JSON, and another command only one. Throws CannotWrite. */
export function withoutJson(address: string): string {
  if (address.includes(AS_JSON)) throw new CannotWrite('name')
  return address
}

export interface AwsWords {
  readonly address: (bucket: string, key: string) => string
  /** Without an account no tags can be read. */
  readonly isAnonymous: boolean
  /** Options of a key for the object, or for the source of a copy. */
  readonly key: (keyFile: CopyTask['keyFile']) => readonly string[]
}

/** The function `s3api` must have been defined, and `target_s3api` where copies go with another account. */
export function copyByAwsCli(task: CopyTask, words: AwsWords): readonly string[] {
  const isThroughHere = goesThroughHere(task)
  return task.objects.map((object) =>
    isThroughHere ? copyThroughHere(task, object, words) : copyInside(task, object, words)
  )
}

function copyInside(task: CopyTask, object: CopiedObject, { address }: AwsWords): string {
  const { key, targetKey, versionId } = object
  // Its end would be taken for a version.
  if (/\?versionId=\S+$/.test(key)) throw new CannotWrite('name')
  const source = `${task.bucket}/${key}${versionId === undefined ? '' : `?versionId=${versionId}`}`
  const target = address(task.targetBucket, targetKey)
  return shellChain(
    key,
    `s3api copy-object --copy-source ${word(source)} ${target}`,
    `first=$(s3api head-object ${sourceOf(task, object, address)} ${SAME_QUERY})`,
    `again=$(s3api head-object ${target} ${SAME_QUERY})`,
    'test "$first" = "$again"',
    ...deleteSource(task, object, address)
  )
}

function copyThroughHere(task: CopyTask, object: CopiedObject, words: AwsWords): string {
  const { address, key: keyOf, isAnonymous } = words
  const { targetBucket, sourceKeyFile, keyFile } = task
  const api = targetApiOf(task)
  const source = withoutJson([sourceOf(task, object, address), ...keyOf(sourceKeyFile)].join(' '))
  const where = withoutJson(address(targetBucket, object.targetKey)) // the headers come as JSON
  const target = [where, ...keyOf(keyFile)].join(' ')
  const work = [
    'folder=$(mktemp -d)',
    `trap 'rm -r "$folder"' EXIT`,
    `head=$(s3api head-object ${source})`,
    `s3api get-object ${source} "$folder/first"`,
    `headers=$(s3api head-object ${source} --query ${word(COPIED_HEADERS_QUERY)})`,
    `${api} put-object ${target} --body "$folder/first" --cli-input-json "$headers"`,
    `${api} get-object ${target} "$folder/again"`,
    'cmp "$folder/first" "$folder/again"',
    ...(isAnonymous
      ? []
      : [
          `tags=$(s3api get-object-tagging ${sourceOf(task, object, address)} --query '{TagSet: TagSet}')`,
          `${api} put-object-tagging ${where} --tagging "$tags"`
        ]),
    // Refused, and not unreachable.
    ...(keyFile === undefined ? [] : [`${api} head-object ${where} 2>&1 | grep -qF '(400)'`]),
    `test "$head" = "$(s3api head-object ${source})"`,
    ...deleteSource(task, object, address)
  ]
  return shellChain(object.key, `(\n  ${work.join(' &&\n  ')}\n)`)
}

/** The function that writes. */
export function targetApiOf({ targetPlace }: CopyTask | FolderCopyTask): string {
  return targetPlace === undefined ? 's3api' : 'target_s3api'
}

function sourceOf({ bucket }: CopyTask, { key, versionId }: CopiedObject, address: AwsWords['address']): string {
  return address(bucket, key) + (versionId === undefined ? '' : ` --version-id ${word(versionId)}`)
}

function deleteSource(
  { kind, bucket }: CopyTask,
  { key }: CopiedObject,
  address: AwsWords['address']
): readonly string[] {
  return kind === 'move' ? [`s3api delete-object ${address(bucket, key)}`] : []
}
