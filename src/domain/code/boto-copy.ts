// Copies and moves as Python with boto 2: inside the gateway, or through this computer where that is not safe. Each is compared.
import { goesThroughHere, isFolderCopy, keyFilesOf, type CopyTask, type FolderCopyTask } from './code-task'
import { pythonString as text } from './python-literal'

/** @param nameOf a key as boto can name it; throws CannotWrite */
export function copyByBoto(task: CopyTask, nameOf: (key: string) => string): readonly string[] {
  const { objects } = task
  return [
    ...openTarget(task),
    '',
    'def copy(name, target_name, version=None):',
    ...(goesThroughHere(task) ? copyThroughHere(task) : COPY_INSIDE),
    '',
    ...objects.flatMap(({ key, targetKey, versionId }) => [
      `copy(${nameOf(key)}, ${nameOf(targetKey)}${versionId === undefined ? '' : `, ${text(versionId)}`})`,
      ...(task.kind === 'move' ? [`bucket.delete_key(${nameOf(key)})`] : [])
    ])
  ]
}

/** As in `boto3-copy`; the variables `source_headers` and, unless encryption is kept, `target_header` must have been defined. */
export function copyFoldersByBoto(task: FolderCopyTask): readonly string[] {
  const { kind, folders, files, encryption } = task
  const isThroughHere = goesThroughHere(task)
  const mayGoThroughHere = isThroughHere || keyFilesOf(task).length > 0
  const through = `copy_through_here(name, target_name, source_header, ${encryption === 'keep' ? 'source_header' : 'target_header'})`
  const inside = 'copy_inside(name, target_name)'
  return [
    ...openTarget(task),
    'left = []',
    '',
    ...(isThroughHere ? [] : ['def copy_inside(name, target_name, version=None):', ...COPY_INSIDE, '']),
    ...(mayGoThroughHere
      ? [
          'def copy_through_here(name, target_name, source_header, target_header, version=None):',
          ...copyThroughHere(task),
          ''
        ]
      : []),
    ...FIND_HEADER,
    'def copy(name, target_name):',
    '    source_header = find_header(name)',
    '    # boto merges slashes: another object would be meant.',
    '    if source_header is None or any(one.startswith("/") or "//" in one for one in (name, target_name)):',
    '        left.append(name)',
    '        return',
    ...(isThroughHere
      ? [`    ${through}`]
      : mayGoThroughHere
        ? ['    if source_header:', `        ${through}`, '    else:', `        ${inside}`]
        : [`    ${inside}`]),
    ...(kind === 'move-folder' ? ['    bucket.delete_key(name)'] : []),
    '',
    ...(folders.length > 0 ? COPY_FOLDER : []),
    ...folders.map(({ prefix, targetPrefix }) => `copy_folder(${text(prefix)}, ${text(targetPrefix)})`),
    ...files.map(({ key, targetKey }) => `copy(${text(key)}, ${text(targetKey)})`),
    'if left:',
    '    sys.exit("Could not be opened or named, and not copied:\\n" + "\\n".join(f"{name!r}" for name in left))'
  ]
}

function openTarget({ targetBucket, targetPlace }: CopyTask | FolderCopyTask): readonly string[] {
  const connection = targetPlace === undefined ? 'conn' : 'target_conn'
  return [`target = ${connection}.get_bucket(${text(targetBucket)}, validate=False)`]
}

const COPY_FOLDER: readonly string[] = [
  'def copy_folder(prefix, target_prefix):',
  '    names = [key.name for key in bucket.list(prefix=prefix)]',
  '    if not names:',
  '        sys.exit(f"No object is below {prefix!r}")',
  '    for name in names:',
  '        copy(name, target_prefix + name[len(prefix):])',
  ''
]

/** What the gateway encrypts by itself can be read without a key, and its copy would be unencrypted. */
const FIND_HEADER: readonly string[] = [
  'def find_header(name):',
  '    for header in source_headers:',
  '        try:',
  '            key = bucket.get_key(name, headers=dict(header))',
  '        except boto.exception.S3ResponseError as error:',
  '            if error.status not in (400, 403):',
  '                raise',
  '        else:',
  '            return None if key is None or key.encrypted else header',
  '    return None',
  ''
]

const COPY_INSIDE: readonly string[] = [
  '    target.copy_key(target_name, bucket.name, name, src_version_id=version)',
  '    first, again = bucket.get_key(name, version_id=version), target.get_key(target_name)',
  '    for part in ("etag", "size", "content_type", "metadata"):',
  '        if getattr(first, part) != getattr(again, part):',
  '            sys.exit(f"{part} of the copy {target_name!r} differs")'
]

function copyThroughHere(task: CopyTask | FolderCopyTask): readonly string[] {
  const mayEncrypt = isFolderCopy(task) ? keyFilesOf(task).length > 0 : task.keyFile !== undefined
  return [
    '    first = bucket.get_key(name, headers=dict(source_header), version_id=version)',
    '    fields = ("cache_control", "content_disposition", "content_encoding", "content_language", "expires")',
    '    headers = {one.replace("_", "-"): getattr(first, one) for one in fields if getattr(first, one)}',
    '    headers["Content-Type"] = first.content_type',
    '    headers.update({"x-amz-meta-" + one: value for one, value in first.metadata.items()})',
    '    etag = first.etag',
    '    with tempfile.TemporaryDirectory() as folder:',
    '        file, file_again = os.path.join(folder, "first"), os.path.join(folder, "again")',
    '        first.get_contents_to_filename(file, headers=dict(source_header), version_id=version)',
    '        copied = target.new_key(target_name)',
    '        copied.set_contents_from_filename(file, headers={**headers, **target_header})',
    '        copied.get_contents_to_filename(file_again, headers=dict(target_header))',
    '        if not filecmp.cmp(file, file_again, shallow=False):',
    '            sys.exit(f"The copy {target_name!r} differs")',
    ...(mayEncrypt
      ? [
          '    if target_header:',
          '        try:',
          '            target.get_key(target_name)',
          '            sys.exit(f"The copy {target_name!r} is not encrypted")',
          '        except boto.exception.S3ResponseError as error:',
          '            if error.status != 400:',
          '                raise'
        ]
      : []),
    '    if bucket.get_key(name, headers=dict(source_header), version_id=version).etag != etag:',
    '        sys.exit(f"The original {name!r} has changed")'
  ]
}
