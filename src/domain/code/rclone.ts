// A task as commands of rclone, whose remote is described by environment variables.
import { CannotWrite, goesThroughHere, type CodePlace, type CodeTask, type KeyFile } from './code-task'
import { settingHeaders } from './upload-settings'
import { linePattern } from './search-pattern'
import { localPaths, shellCommand, shellPath, shellWord as word } from './shell-word'

export function writeRclone(place: CodePlace, task: CodeTask): string {
  const keyFile = 'keyFile' in task ? task.keyFile : undefined
  if (keyFile !== undefined && !place.endpoint.startsWith('https:')) throw new CannotWrite('needs-https')
  const commands = commandsOf(task)
  // In a shell of its own: an ACL or a key that stayed would be that of the next upload too.
  return [
    '(',
    ...settingsOf(place, task, keyFile).map(([name, value]) => `export RCLONE_CONFIG_GATEWAY_${name}=${value}`),
    ...(task.kind === 'delete' && task.prefixes.length > 0 ? ['# An object of the very name of a folder stays.'] : []),
    ...commands.map((parts) => shellCommand('rclone', ...parts)),
    ')',
    ''
  ].join('\n')
}

function settingsOf(
  place: CodePlace,
  task: CodeTask,
  keyFile: KeyFile | undefined
): readonly (readonly [string, string])[] {
  return [
    ['TYPE', 's3'],
    ['PROVIDER', 'Ceph'],
    ['ENV_AUTH', place.isAnonymous ? 'false' : 'true'],
    ['ENDPOINT', word(place.endpoint)],
    ['REGION', word(place.region)],
    ['FORCE_PATH_STYLE', place.pathStyle ? 'true' : 'false'],
    ...(task.kind === 'create-bucket' ? [['BUCKET_ACL', task.acl] as const] : [['NO_CHECK_BUCKET', 'true'] as const]),
    ...(task.kind !== 'upload' || task.acl === undefined ? [] : [['ACL', task.acl] as const]),
    ...(task.kind !== 'upload' || task.headers?.storageClass === undefined
      ? []
      : [['STORAGE_CLASS', word(task.headers.storageClass)] as const]),
    ...(keyFile === undefined
      ? []
      : ([
          ['SSE_CUSTOMER_ALGORITHM', 'AES256'],
          [
            'SSE_CUSTOMER_KEY_BASE64',
            `"$(${keyFile.form === 'binary' ? 'cat' : 'head -c 32'} <${shellPath(keyFile.fileName)}${keyFile.form === 'binary' ? '' : ' | base64'})"`
          ]
        ] as const))
  ]
}

/** These are settings of the remote, and no headers. */
const SETTINGS: readonly string[] = ['x-amz-acl', 'x-amz-storage-class']

/** rclone keeps a tree of files: it has no name for an empty segment, `.` or `..`. By U+201B it marks what it replaced in a name. */
function address(bucket: string, path: string): string {
  const hasNoName = path.split('/').some((segment) => ['', '.', '..'].includes(segment)) || path.includes('\u201b')
  if (path !== '' && hasNoName) throw new CannotWrite('name')
  return word(`gateway:${bucket}/${path}`)
}

function folderAddress(bucket: string, prefix: string): string {
  return address(bucket, prefix.replace(/\/$/, ''))
}

function commandsOf(task: CodeTask): readonly (readonly string[])[] {
  switch (task.kind) {
    case 'list-buckets':
      return [['lsd gateway:']]
    case 'create-bucket':
      if (task.placement !== undefined) throw new CannotWrite('no-placement')
      return [[`mkdir ${word(`gateway:${task.bucket}`)}`]]
    case 'delete-bucket':
      return [[`rmdir ${word(`gateway:${task.bucket}`)}`]]
    case 'list-objects':
      return [
        [`lsf --format stp${task.isFlat ? ' --recursive --files-only' : ''}`, folderAddress(task.bucket, task.prefix)]
      ]
    case 'search':
      return [
        [
          `lsf --recursive --files-only ${folderAddress(task.bucket, task.prefix)} |`,
          `grep -iE -- ${word(linePattern(task.text, ''))}`
        ]
      ]
    case 'read-object':
      return [[`lsjson --stat --metadata ${address(task.bucket, task.key)}`]]
    case 'upload':
      return task.files.map(({ fileName, key, contentType }) => [
        'copyto --ignore-times',
        ...[...(contentType === '' ? [] : [['Content-Type', contentType] as const]), ...settingHeaders(task)]
          .filter(([header]) => !SETTINGS.includes(header))
          .map(([header, value]) => `--header-upload ${word(`${header}: ${value}`)}`),
        // Pacific keeps the tags of an upload in parts where no request reads them.
        ...(task.headers?.tags === undefined ? [] : ['--s3-upload-cutoff 5G']),
        shellPath(fileName),
        address(task.bucket, key)
      ])
    case 'download-many': {
      const pathOf = localPaths(task)
      return [
        ...task.keys.map((key) => ['copyto --ignore-times', address(task.bucket, key), pathOf(key)]),
        ...task.prefixes.map((prefix) => ['copy --ignore-times', folderAddress(task.bucket, prefix), pathOf(prefix)])
      ]
    }
    case 'delete-version':
      throw new CannotWrite('no-versions')
    case 'download':
      if (task.versionId !== undefined) throw new CannotWrite('no-versions')
      return [['copyto --ignore-times', address(task.bucket, task.key), shellPath(task.fileName)]]
    case 'link':
      return [[`link --expire ${task.lifetimeSeconds}s ${address(task.bucket, task.key)}`]]
    case 'read-acl':
    case 'set-acl':
      throw new CannotWrite('no-acl')
    case 'read-policy':
    case 'set-policy':
    case 'delete-policy':
      throw new CannotWrite('no-policy')
    case 'read-cors':
    case 'set-cors':
    case 'delete-cors':
      throw new CannotWrite('no-cors')
    case 'list-uploads':
      return [[`backend list-multipart-uploads ${word(`gateway:${task.bucket}`)}`]]
    case 'abort-uploads':
      throw new CannotWrite('no-single-abort')
    case 'copy':
    case 'move':
    case 'restore':
      // Inside the gateway it sends CopyObject, also with a key, which Pacific and Reef ignore: the copy is stored unencrypted.
      if (goesThroughHere(task)) throw new CannotWrite('no-safe-copy')
      return task.objects.map(({ key, targetKey, versionId }) => {
        if (versionId !== undefined) throw new CannotWrite('no-versions')
        // It compares the copy before it deletes what it was made of.
        const command = task.kind === 'move' ? 'moveto' : 'copyto'
        return [`${command} --ignore-times`, address(task.bucket, key), address(task.targetBucket, targetKey)]
      })
    case 'copy-folder':
    case 'move-folder':
      throw new CannotWrite('no-folder-copy')
    case 'set-attributes':
      throw new CannotWrite('no-tags')
    case 'edit-text':
      throw new CannotWrite('no-condition')
    case 'delete':
      return [
        ...task.keys.map((key) => [`deletefile ${address(task.bucket, key)}`]),
        ...task.prefixes.map((prefix) => [`purge ${folderAddress(task.bucket, prefix)}`])
      ]
  }
}
