// A task as commands of s3cmd, which reads the credentials from the environment where its configuration names none.
import { exactCannedAclOf } from './acl-form'
import { shortJson } from './aws-cli'
import {
  CannotWrite,
  goesThroughHere,
  isCopy,
  keyFilesOf,
  type CodePlace,
  type CodeTask,
  type CopyTask,
  type TaskOf
} from './code-task'
import { toCorsXml } from './cors-form'
import { escape, linePattern } from './search-pattern'
import { DEFAULT_REGION } from '../profile'
import { settingHeaders } from './upload-settings'
import { localPaths, shellChain, shellCommand, shellPath, shellWord as word } from './shell-word'

export function writeS3cmd(place: CodePlace, task: CodeTask): string {
  if (place.isAnonymous) throw new CannotWrite('no-anonymous')
  if (keyFilesOf(task).length > 0) throw new CannotWrite('no-sse-c')
  const { host, protocol } = new URL(place.endpoint)
  const isSecure = protocol === 'https:'
  // Its links are http unless its configuration says otherwise.
  const isSecureLink = isSecure && task.kind === 'link'
  const s3cmd = [
    's3cmd',
    `-c ${isSecureLink ? String.raw`<(printf '[default]\nsignurl_use_https = True\n')` : '/dev/null'}`,
    `--host=${word(host)}`,
    `--host-bucket=${word(place.pathStyle ? host : `%(bucket)s.${host}`)}`,
    ...(isSecure ? [] : ['--no-ssl']),
    // It would also be sent as the place of a new bucket.
    ...(place.region === DEFAULT_REGION || task.kind === 'create-bucket' ? [] : [`--region=${word(place.region)}`])
  ].join(' ')
  const code = isCopy(task) ? copies(s3cmd, task) : commandsOf(task).map((parts) => shellCommand(s3cmd, ...parts))
  const folders = task.kind === 'download-many' ? task.prefixes.map(localPaths(task)) : []
  return [...(folders.length === 0 ? [] : [`mkdir -p ${folders.join(' ')}`]), ...code, ''].join('\n')
}

/**
 * It also gives the copy the ACL of its source. Its `info` takes the MD5 from metadata, which are copied, where there is one: the ETag is
 * only in its log.
 */
function copies(s3cmd: string, task: CopyTask): readonly string[] {
  const { kind, bucket, targetBucket, objects } = task
  if (goesThroughHere(task)) throw new CannotWrite('no-safe-copy')
  return [
    `gateway() { ${s3cmd} "$@"; }`,
    `look() { gateway --debug info "$1" 2>&1 | grep -oE "'etag': '[^']+'|^ +(File size|MIME type|x-amz-meta-[^:]*):.*"; }`,
    ...objects.map(({ key, targetKey, versionId }) => {
      if (versionId !== undefined) throw new CannotWrite('no-versions')
      const [source, target] = [objectAddress(bucket, key), objectAddress(targetBucket, targetKey)]
      return shellChain(
        key,
        `gateway cp ${source} ${target}`,
        `first=$(look ${source})`,
        `again=$(look ${target})`,
        `grep -qF "'etag'" <<<"$first"`,
        'test "$first" = "$again"',
        ...(kind === 'move' ? [`gateway del ${source}`] : [])
      )
    })
  ]
}

/** By itself it would save an object named `../x` outside of the folder. */
const WITHIN = String.raw`--rexclude='(^|/)\.\.(/|$)'`

/** It cuts a name at a line break. Where it lists first, `*` and `?` would stand for any characters. */
function address(bucket: string, key: string, { isListed = false } = {}): string {
  if (/[\r\n]/.test(key)) throw new CannotWrite('name')
  if (isListed && /[*?]/.test(key)) throw new CannotWrite('wildcard')
  return word(`s3://${bucket}/${key}`)
}

/** @param key of an object that it looks up by listing; of one that ends in a slash it wants all that is below */
function objectAddress(bucket: string, key: string): string {
  if (key.endsWith('/')) throw new CannotWrite('name')
  return address(bucket, key, { isListed: true })
}

function commandsOf(task: Exclude<CodeTask, CopyTask>): readonly (readonly string[])[] {
  switch (task.kind) {
    case 'list-buckets':
      return [['ls']]
    case 'create-bucket':
      if (task.placement !== undefined) throw new CannotWrite('no-placement')
      if (task.acl !== 'private' && task.acl !== 'public-read') throw new CannotWrite('no-acl')
      return [[`mb ${task.acl === 'private' ? '' : '--acl-public '}${word(`s3://${task.bucket}`)}`]]
    case 'delete-bucket':
      return [[`rb ${word(`s3://${task.bucket}`)}`]]
    case 'list-objects':
      return [[`ls ${task.isFlat ? '--recursive ' : ''}${address(task.bucket, task.prefix, { isListed: true })}`]]
    case 'search': {
      const { bucket, prefix } = task
      const before = `[-0-9: ]+s3://${escape(`${bucket}/${prefix}`)}`
      return [
        [
          `ls --recursive ${address(bucket, prefix, { isListed: true })} |`,
          `grep -iE -- ${word(linePattern(task.text, before))}`
        ]
      ]
    }
    case 'read-object':
      return [[`info ${objectAddress(task.bucket, task.key)}`]]
    case 'upload':
      return task.files.map(({ fileName, key, contentType }) => {
        if (key.endsWith('/')) throw new CannotWrite('name')
        const headers = settingHeaders(task).map(([header, value]) => `--add-header=${word(`${header}:${value}`)}`)
        return [
          'put --no-preserve',
          ...(contentType === '' ? [] : [`--mime-type=${word(contentType)}`]),
          ...headers,
          // Pacific keeps the tags of an upload in parts where no request reads them.
          ...(task.headers?.tags === undefined ? [] : ['--disable-multipart']),
          shellPath(fileName),
          address(task.bucket, key)
        ]
      })
    case 'download-many': {
      const pathOf = localPaths(task)
      return [
        ...task.keys.map((key) => [`get --force ${objectAddress(task.bucket, key)}`, pathOf(key)]),
        ...task.prefixes.map((prefix) => [
          `get --force --recursive ${WITHIN} ${address(task.bucket, prefix, { isListed: true })}`,
          pathOf(prefix)
        ])
      ]
    }
    case 'delete-version':
      throw new CannotWrite('no-versions')
    case 'download':
      if (task.versionId !== undefined) throw new CannotWrite('no-versions')
      return [[`get --force ${objectAddress(task.bucket, task.key)}`, shellPath(task.fileName)]]
    case 'link':
      return [[`signurl ${address(task.bucket, task.key)} +${task.lifetimeSeconds}`]]
    case 'read-acl':
      return [[`info ${task.key === undefined ? word(`s3://${task.bucket}`) : objectAddress(task.bucket, task.key)}`]]
    case 'set-acl':
      return setAcl(task)
    case 'read-policy':
      return [[`info ${word(`s3://${task.bucket}`)}`]]
    case 'set-policy':
      return [[`setpolicy <(printf %s ${word(shortJson(task.json))})`, word(`s3://${task.bucket}`)]]
    case 'delete-policy':
      return [[`delpolicy ${word(`s3://${task.bucket}`)}`]]
    // It shows the rules of a bucket among all that it knows of it.
    case 'read-cors':
      return [[`info ${word(`s3://${task.bucket}`)}`]]
    case 'set-cors':
      return [[`setcors <(printf %s ${word(toCorsXml(task.rules))})`, word(`s3://${task.bucket}`)]]
    case 'delete-cors':
      return [[`delcors ${word(`s3://${task.bucket}`)}`]]
    case 'list-uploads':
      return [[`multipart ${word(`s3://${task.bucket}`)}`]]
    case 'abort-uploads':
      return task.uploads.map(({ key, uploadId }) => [`abortmp ${address(task.bucket, key)} ${word(uploadId)}`])
    case 'copy-folder':
    case 'move-folder':
      throw new CannotWrite('no-folder-copy')
    case 'set-attributes':
      throw new CannotWrite('no-tags')
    // It tries again where a condition is not met.
    case 'edit-text':
      throw new CannotWrite('no-condition')
    case 'delete':
      return [
        ...task.keys.map((key) => [`del ${objectAddress(task.bucket, key)}`]),
        ...task.prefixes.map((prefix) => [`del --recursive ${address(task.bucket, prefix, { isListed: true })}`])
      ]
  }
}

/** It changes what is there, so each user that loses a grant is named. */
function setAcl({ bucket, key, before, acl }: TaskOf<'set-acl'>): readonly (readonly string[])[] {
  const canned = exactCannedAclOf(acl)
  if (canned !== 'private' && canned !== 'public-read') throw new CannotWrite('whole-acl')
  const hasOther = before.grants.some(({ grantee }) => !['user', 'everyone', 'authenticated'].includes(grantee.type))
  if (hasOther) throw new CannotWrite('whole-acl')
  const users = before.grants.flatMap(({ grantee }) =>
    grantee.type === 'user' && grantee.id !== before.owner.id ? [grantee.id] : []
  )
  const options = [
    ...[...new Set(users)].map((id) => `--acl-revoke=all:${word(id)}`),
    ...(canned === 'private' ? ['--acl-private'] : ['--acl-public'])
  ]
  const place = key === undefined ? word(`s3://${bucket}`) : objectAddress(bucket, key)
  return [[`setacl ${options.join(' ')}`, place]]
}
