// A task as requests that curl signs. Older versions sign the query as it stands: it is written sorted, each name with a `=`.
import { escapeXml, exactCannedAclOf, toAclXml } from './acl-form'
import { shortJson } from './aws-cli'
import { toCorsXml } from './cors-form'
import {
  CannotWrite,
  COPIED_HEADERS,
  goesThroughHere,
  isCopy,
  type AttributesTask,
  type CodePlace,
  type CodeTask,
  type CopyTask,
  type EditTask,
  type KeyFile
} from './code-task'
import { headerName } from './edit-form'
import { editByCurl, XML } from './shell-edit'
import { settingHeaders } from './upload-settings'
import { localPaths, shellChain, shellCommand, shellPath, shellWord as word } from './shell-word'

/** Where the key's headers come from: standard input. */
const KEY_HEADERS = ['--header @- <<END']

export function writeCurl(place: CodePlace, task: CodeTask): string {
  const keyFile = 'keyFile' in task ? task.keyFile : undefined
  const isDownload = task.kind === 'download' || task.kind === 'download-many'
  const curl = [
    isDownload ? 'curl --fail' : 'curl --fail-with-body',
    ...(place.isAnonymous
      ? []
      : [
          `--aws-sigv4 ${word(`aws:amz:${place.region}:s3`)} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
          `--header 'x-amz-content-sha256: UNSIGNED-PAYLOAD'`,
          ...(place.hasSessionToken ? ['--header "x-amz-security-token: $AWS_SESSION_TOKEN"'] : [])
        ])
  ] as const
  if (isCopy(task)) return copies(place, curl, task)
  if (task.kind === 'set-attributes') return setAttributes(place, curl, task)
  if (task.kind === 'edit-text') {
    const { bucket, key } = task
    const url = { object: urlOf(place, bucket, key), acl: urlOf(place, bucket, key, { acl: '' }) }
    return [
      // Without the body of a refusal, which would be saved for the text.
      `gateway() { ${['curl --fail', ...curl.slice(1)].join(' ')} --silent --show-error "$@"; }`,
      ...(keyFile === undefined ? [] : [...readKey(keyFile), 'key_headers() {', '  cat <<END', ...keyHeaders(), '}']),
      editByCurl(task, url, keyFile === undefined ? '' : ' --header @<(key_headers)'),
      ''
    ].join('\n')
  }
  const end = keyFile === undefined ? [] : keyHeaders()
  return [
    ...(keyFile === undefined ? [] : readKey(keyFile)),
    ...(task.kind === 'list-objects' || task.kind === 'list-uploads'
      ? ['# The first 1,000 names, encoded as in an address.']
      : []),
    ...requestsOf(place, task).flatMap((parts) => [
      shellCommand(...curl, ...(keyFile === undefined ? [] : KEY_HEADERS), ...parts),
      ...end
    ]),
    ''
  ].join('\n')
}

/** A key's headers of both objects can't come from one standard input. */
function copies(place: CodePlace, curl: readonly string[], task: CopyTask): string {
  const { kind, bucket, targetBucket, objects } = task
  if (goesThroughHere(task)) throw new CannotWrite('no-safe-copy')
  return [
    `gateway() { ${curl.join(' ')} --silent --show-error "$@"; }`,
    `same() { grep -iE '^(etag|content-length|content-type|x-amz-meta-[^:]*):' | sort; }`,
    ...objects.map(({ key, targetKey, versionId }) => {
      const version = versionId === undefined ? {} : { versionId }
      const [source, target] = [urlOf(place, bucket, key, version), urlOf(place, targetBucket, targetKey)]
      const header = `x-amz-copy-source: /${copySource(bucket, key)}${versionId === undefined ? '' : `?versionId=${encode(versionId)}`}`
      return shellChain(
        key,
        `gateway --request PUT --header ${word(header)} ${XML} --data-binary '' ${target}`,
        `first=$(gateway --head ${source})`,
        `again=$(gateway --head ${target})`,
        `grep -qi '^etag:' <<<"$first"`,
        'test "$(same <<<"$first")" = "$(same <<<"$again")"',
        ...(kind === 'move' ? [`gateway --request DELETE ${source}`] : [])
      )
    }),
    ''
  ].join('\n')
}

/** A copy of the object onto itself keeps only its bytes: tags and ACL are set again. */
function setAttributes(
  place: CodePlace,
  curl: readonly string[],
  { bucket, key, tags, rewrite }: AttributesTask
): string {
  const put = (url: string, ...parts: readonly string[]) => ['gateway --request PUT', ...parts, url].join(' \\\n    ')
  const setTags = put(urlOf(place, bucket, key, { tagging: '' }), `${XML} --data-binary ${word(taggingXml(tags))}`)
  const define = `gateway() { ${curl.join(' ')} --silent --show-error "$@"; }`
  if (rewrite === undefined) return [define, shellChain(key, setTags), ''].join('\n')
  const { etag, headers, metadata, acl } = rewrite
  const canned = exactCannedAclOf(acl)
  const sent = [
    ['x-amz-copy-source', `/${copySource(bucket, key)}`] as const,
    ['x-amz-metadata-directive', 'REPLACE'] as const,
    ...COPIED_HEADERS.map((name) => [headerName(name), headers[name]] as const),
    ...Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const)
  ].flatMap(([name, value]) => {
    if (value === '') throw new CannotWrite('no-setting') // older versions sign another header than they send
    return value === undefined ? [] : [`--header ${word(`${name}: ${value}`)}`]
  })
  const isSame = `gateway --head ${urlOf(place, bucket, key)} | grep -qiF ${word(`etag: "${etag}"`)}`
  return [
    define,
    shellChain(
      key,
      isSame,
      put(urlOf(place, bucket, key), ...sent, `--data-binary ''`),
      setTags,
      put(
        urlOf(place, bucket, key, { acl: '' }),
        canned === undefined
          ? `${XML} --data-binary ${word(toAclXml(acl))}`
          : `--header 'x-amz-acl: ${canned}' ${XML} --data-binary ''`
      ),
      isSame
    ),
    ''
  ].join('\n')
}

function taggingXml(tags: Readonly<Record<string, string>>): string {
  const all = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${escapeXml(name)}</Key><Value>${escapeXml(value)}</Value></Tag>`
  )
  return `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${all.join('')}</TagSet></Tagging>`
}

function copySource(bucket: string, key: string): string {
  return [bucket, ...key.split('/')].map(encode).join('/')
}

function readKey({ fileName, form }: KeyFile): readonly string[] {
  const file = shellPath(fileName)
  return [
    '# Versions before 8.10 sign these headers in a wrong order: the gateway refuses them.',
    form === 'binary' ? `key=$(cat <${file})` : `key=$(head -c 32 <${file} | base64)`,
    `md5=$(printf %s "$key" | base64 -d | openssl md5 -binary | base64)`
  ]
}

function keyHeaders(): readonly string[] {
  return [
    'x-amz-server-side-encryption-customer-algorithm: AES256',
    'x-amz-server-side-encryption-customer-key: $key',
    'x-amz-server-side-encryption-customer-key-MD5: $md5',
    'END'
  ]
}

/** curl tidies `.` and `..` up before it signs; so do the addresses of browsers. */
function urlOf(place: CodePlace, bucket: string, key = '', query: Readonly<Record<string, string>> = {}): string {
  if (key.split('/').some((segment) => segment === '.' || segment === '..')) throw new CannotWrite('name')
  const { protocol, host } = new URL(place.endpoint)
  const origin =
    place.pathStyle || bucket === '' ? `${protocol}//${host}/${encode(bucket)}` : `${protocol}//${bucket}.${host}`
  const path = bucket === '' || (key === '' && place.pathStyle) ? '' : `/${key.split('/').map(encode).join('/')}`
  const fields = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`)
  return word(origin + path + (fields.length === 0 ? '' : `?${fields.join('&')}`))
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function requestsOf(
  place: CodePlace,
  task: Exclude<CodeTask, CopyTask | AttributesTask | EditTask>
): readonly (readonly string[])[] {
  switch (task.kind) {
    case 'list-buckets':
      return [[urlOf(place, '')]]
    case 'create-bucket': {
      const location =
        task.placement === undefined
          ? [`${XML} --data-binary ''`]
          : [`${XML} --data-binary ${word(locationXml(`:${task.placement}`))}`]
      return [[`--request PUT --header 'x-amz-acl: ${task.acl}'`, ...location, urlOf(place, task.bucket)]]
    }
    case 'delete-bucket':
      return [[`--request DELETE ${urlOf(place, task.bucket)}`]]
    case 'list-objects': {
      const delimiter = task.isFlat ? {} : { delimiter: '/' }
      const query = { ...delimiter, 'encoding-type': 'url', 'list-type': '2', prefix: task.prefix }
      return [[urlOf(place, task.bucket, '', query)]]
    }
    case 'search':
      throw new CannotWrite('no-search')
    case 'read-object':
      return [[`--head ${urlOf(place, task.bucket, task.key)}`]]
    case 'upload':
      return task.files.map(({ fileName, key, contentType }) => [
        `--header ${word(`Content-Type: ${contentType === '' ? 'application/octet-stream' : contentType}`)}`,
        ...settingHeaders(task).map(([header, value]) => `--header ${word(`${header}: ${value}`)}`),
        // To an address that ends in a slash it would add the file's name.
        key.endsWith('/')
          ? `--request PUT --data-binary @${shellPath(fileName)}`
          : `--globoff --upload-file ${shellPath(fileName)}`, // brackets in the name are no pattern
        urlOf(place, task.bucket, key)
      ])
    case 'download': {
      const version = task.versionId === undefined ? {} : { versionId: task.versionId }
      return [saveAs(shellPath(task.fileName), urlOf(place, task.bucket, task.key, version))]
    }
    case 'download-many': {
      if (task.prefixes.length > 0) throw new CannotWrite('no-listing')
      if (task.keys.some((key) => key.endsWith('/'))) throw new CannotWrite('name') // no file has this name
      const pathOf = localPaths(task)
      return task.keys.map((key) => ['--create-dirs', ...saveAs(pathOf(key), urlOf(place, task.bucket, key))])
    }
    case 'delete-version':
      return [[`--request DELETE ${urlOf(place, task.bucket, task.key, { versionId: task.versionId })}`]]
    case 'copy-folder':
    case 'move-folder':
      throw new CannotWrite('no-listing')
    case 'link':
      throw new CannotWrite('no-link')
    case 'read-acl':
      return [[urlOf(place, task.bucket, task.key, { acl: '' })]]
    case 'set-acl': {
      const canned = exactCannedAclOf(task.acl)
      const what =
        canned === undefined
          ? `${XML} --data-binary ${word(toAclXml(task.acl))}`
          : `--header 'x-amz-acl: ${canned}' ${XML} --data-binary ''`
      return [['--request PUT', what, urlOf(place, task.bucket, task.key, { acl: '' })]]
    }
    case 'read-policy':
      return [[urlOf(place, task.bucket, '', { policy: '' })]]
    case 'set-policy':
      return [
        [
          `--request PUT ${XML} --data-binary ${word(shortJson(task.json))}`,
          urlOf(place, task.bucket, '', { policy: '' })
        ]
      ]
    case 'delete-policy':
      return [[`--request DELETE ${urlOf(place, task.bucket, '', { policy: '' })}`]]
    case 'read-cors':
      return [[urlOf(place, task.bucket, '', { cors: '' })]]
    case 'set-cors':
      return [
        [
          `--request PUT ${XML} --data-binary ${word(toCorsXml(task.rules))}`,
          urlOf(place, task.bucket, '', { cors: '' })
        ]
      ]
    case 'delete-cors':
      return [[`--request DELETE ${urlOf(place, task.bucket, '', { cors: '' })}`]]
    case 'list-uploads':
      return [[urlOf(place, task.bucket, '', { 'encoding-type': 'url', uploads: '' })]]
    case 'abort-uploads':
      return task.uploads.map(({ key, uploadId }) => [
        `--request DELETE ${urlOf(place, task.bucket, key, { uploadId })}`
      ])
    case 'delete':
      if (task.prefixes.length > 0) throw new CannotWrite('no-listing')
      return task.keys.map((key) => [`--request DELETE ${urlOf(place, task.bucket, key)}`])
  }
}

/** A file that is there is replaced only by a whole download. */
function saveAs(path: string, url: string): readonly string[] {
  return [`--output ${path}.part ${url} &&`, `mv ${path}.part ${path}`]
}

function locationXml(location: string): string {
  const escaped = location.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
  return `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${escaped}</LocationConstraint></CreateBucketConfiguration>`
}
