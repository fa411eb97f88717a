// Copies and moves as Python with boto3: inside the gateway, or through this computer where that is not safe. Each is compared.
import { goesThroughHere, isFolderCopy, keyFilesOf, type CopyTask, type FolderCopyTask } from './code-task'
import { pythonLine, pythonString as text } from './python-literal'

/** A key is never sent with CopyObject: Pacific and Reef answer 200 to it, and store the copy unencrypted. */
export function copyByBoto3(task: CopyTask, isAnonymous: boolean): readonly string[] {
  const { bucket, targetBucket, objects } = task
  return [
    '',
    ...checkEncryption(task),
    'def copy(source, bucket, key):',
    ...(goesThroughHere(task) ? copyThroughHere(task, isAnonymous) : COPY_INSIDE),
    '',
    ...objects.flatMap(({ key, targetKey, versionId }) => [
      `copy(${pythonLine({ Bucket: bucket, Key: key, VersionId: versionId })}, ${text(targetBucket)}, ${text(targetKey)})`,
      ...(task.kind === 'move' ? [`s3.delete_object(Bucket=${text(bucket)}, Key=${text(key)})`] : [])
    ])
  ]
}

/** The variables `keys` and, unless each copy has its source's key, `target_key` must have been defined. */
export function copyFoldersByBoto3(task: FolderCopyTask, isAnonymous: boolean): readonly string[] {
  const { kind, bucket, targetBucket, folders, files, encryption } = task
  const isThroughHere = goesThroughHere(task)
  const mayGoThroughHere = isThroughHere || keyFilesOf(task).length > 0
  const copy = mayGoThroughHere
    ? `copy_through_here(source, ${text(targetBucket)}, target_key, source_sse, ${encryption === 'keep' ? 'source_sse' : 'target_sse'})`
    : ''
  const inside = `copy_inside(source, ${text(targetBucket)}, target_key)`
  return [
    'left = []',
    '',
    ...checkEncryption(task),
    ...(isThroughHere ? [] : ['def copy_inside(source, bucket, key):', ...COPY_INSIDE, '']),
    ...(mayGoThroughHere
      ? [
          'def copy_through_here(source, bucket, key, source_sse, target_sse):',
          ...copyThroughHere(task, isAnonymous),
          ''
        ]
      : []),
    ...FIND_KEY,
    'def copy(key, target_key):',
    `    source = {"Bucket": ${text(bucket)}, "Key": key}`,
    '    source_sse = find_key(source)',
    '    if source_sse is None:',
    '        left.append(key)',
    '        return',
    ...(isThroughHere
      ? [`    ${copy}`]
      : mayGoThroughHere
        ? ['    if source_sse:', `        ${copy}`, '    else:', `        ${inside}`]
        : [`    ${inside}`]),
    ...(kind === 'move-folder' ? ['    s3.delete_object(**source)'] : []),
    '',
    ...(folders.length > 0 ? copyFolder(bucket) : []),
    ...folders.map(({ prefix, targetPrefix }) => `copy_folder(${text(prefix)}, ${text(targetPrefix)})`),
    ...files.map(({ key, targetKey }) => `copy(${text(key)}, ${text(targetKey)})`),
    'if left:',
    '    sys.exit("Could not be opened, and not copied:\\n" + "\\n".join(f"{name!r}" for name in left))'
  ]
}

function copyFolder(bucket: string): readonly string[] {
  return [
    'def copy_folder(prefix, target_prefix):',
    '    names = []',
    `    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=${text(bucket)}, Prefix=prefix):`,
    '        names += [item["Key"] for item in page.get("Contents", [])]',
    '    if not names:',
    '        sys.exit(f"No object is below {prefix!r}")',
    '    for name in names:',
    '        copy(name, target_prefix + name[len(prefix):])',
    ''
  ]
}

/** What the gateway encrypts by itself can be read without a key, and its copy would be unencrypted. */
const FIND_KEY: readonly string[] = [
  'def find_key(source):',
  '    for key in keys:',
  '        try:',
  '            head = s3.head_object(**source, **key)',
  '        except ClientError as error:',
  '            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (400, 403):',
  '                raise',
  '        else:',
  '            return None if "ServerSideEncryption" in head else key',
  '    return None',
  ''
]

const COPY_INSIDE: readonly string[] = [
  '    s3.copy_object(CopySource=source, Bucket=bucket, Key=key)',
  '    first, again = s3.head_object(**source), s3.head_object(Bucket=bucket, Key=key)',
  '    for name in ("ETag", "ContentLength", "ContentType", "Metadata"):',
  '        if first[name] != again[name]:',
  '            sys.exit(f"{name} of the copy {key!r} differs")'
]

/** Whether a copy may be encrypted. */
function mayEncrypt(task: CopyTask | FolderCopyTask): boolean {
  if (!isFolderCopy(task)) return task.keyFile !== undefined
  return task.encryption === 'keep' ? task.sourceKeyFiles.length > 0 : task.encryption !== undefined
}

function checkEncryption(task: CopyTask | FolderCopyTask): readonly string[] {
  if (!mayEncrypt(task)) return []
  return [
    'def is_encrypted(bucket, key):',
    '    try:',
    `        ${clientOf(task)}.head_object(Bucket=bucket, Key=key)`,
    '        return False',
    '    except ClientError as error:',
    '        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 400:',
    '            raise',
    '        return True',
    ''
  ]
}

/** The client that writes. */
function clientOf({ targetPlace }: CopyTask | FolderCopyTask): string {
  return targetPlace === undefined ? 's3' : 'target'
}

/** Without an account no tags can be read. */
function copyThroughHere(task: CopyTask | FolderCopyTask, isAnonymous: boolean): readonly string[] {
  const client = clientOf(task)
  return [
    '    head = s3.head_object(**source, **source_sse)',
    '    names = ("CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires", "Metadata")',
    '    headers = {name: head[name] for name in names if name in head}',
    ...(isAnonymous ? [] : ['    tags = s3.get_object_tagging(**source)["TagSet"]']),
    '    version = {name: source[name] for name in ("VersionId",) if name in source}',
    '    with tempfile.TemporaryDirectory() as folder:',
    '        first, again = os.path.join(folder, "first"), os.path.join(folder, "again")',
    '        s3.download_file(source["Bucket"], source["Key"], first, ExtraArgs={**version, **source_sse})',
    `        ${client}.upload_file(first, bucket, key, ExtraArgs={**headers, **target_sse})`,
    `        ${client}.download_file(bucket, key, again, ExtraArgs=target_sse)`,
    '        if not filecmp.cmp(first, again, shallow=False):',
    '            sys.exit(f"The copy {key!r} differs")',
    ...(isAnonymous
      ? []
      : ['    if tags:', `        ${client}.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": tags})`]),
    ...(mayEncrypt(task)
      ? [
          '    if target_sse and not is_encrypted(bucket, key):',
          '        sys.exit(f"The copy {key!r} is not encrypted")'
        ]
      : []),
    '    if s3.head_object(**source, **source_sse)["ETag"] != head["ETag"]:',
    '        sys.exit(f"The original {source[\'Key\']!r} has changed")'
  ]
}
