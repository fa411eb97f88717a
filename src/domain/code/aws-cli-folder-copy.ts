// Copies and moves of folders as commands of aws-cli, which look at each object's encryption. Names stay the JSON that aws-cli writes and reads.
import { COPIED_HEADERS_QUERY, SAME_QUERY, targetApiOf, type AwsWords } from './aws-cli-copy'
import { goesThroughHere, type FolderCopyTask, type KeyFile } from './code-task'
import { shellWord as word } from './shell-word'

/**
 * The function `s3api` must have been defined, and `target_s3api` where copies go with another account.
 */
export function copyFoldersByAwsCli(
  task: FolderCopyTask,
  words: Pick<AwsWords, 'isAnonymous'> & { readonly key: (keyFile: KeyFile | undefined) => readonly string[] }
): readonly string[] {
  const { bucket, folders, files, sourceKeyFiles, encryption } = task
  const names = ['no_key', ...sourceKeyFiles.map((_, index) => `key_${index + 1}`)]
  const opens = (name: string, keyFile: KeyFile | undefined): string =>
    `${name}() { ${['"$@"', ...words.key(keyFile)].join(' ')}; }`
  return [
    ...names.map((name, index) => opens(name, sourceKeyFiles[index - 1])),
    ...(encryption === 'keep' ? [] : [opens('target_key', encryption)]),
    '',
    ...findKey(names),
    ...DECODE,
    ...copyOne(task, words.isAnonymous),
    ...(folders.length > 0 ? copyFolder(bucket) : []),
    'failed=',
    ...folders.map(
      ({ prefix, targetPrefix }) => `copy_folder ${word(jsonStart(prefix))} ${word(jsonStart(targetPrefix))}`
    ),
    ...files.map(
      ({ key, targetKey }) => `copy ${word(JSON.stringify(key))} ${word(JSON.stringify(targetKey))} || failed=1`
    ),
    'test -z "$failed"'
  ]
}

/** A string's JSON without its last quote, to be continued. */
function jsonStart(text: string): string {
  return JSON.stringify(text).slice(0, -1)
}

function findKey(names: readonly string[]): readonly string[] {
  return [
    'find_key() {',
    `  for key in ${names.join(' ')}; do`,
    '    if head=$($key s3api head-object --cli-input-json "$source" 2>"$folder/error"); then',
    '      # Encrypted by the gateway itself: the copy would not be.',
    `      ! grep -qF '"ServerSideEncryption"' <<<"$head"`,
    '      return',
    '    fi',
    `    grep -qE '\\((400|403)\\)' "$folder/error" || break`,
    '  done',
    '  cat >&2 "$folder/error"',
    '  false',
    '}',
    ''
  ]
}

/** get-object takes no JSON, and any other text for a name, unless it seems to name a file to read. */
const DECODE: readonly string[] = [
  '# Sets name to what the JSON stands for.',
  'decode() {',
  `  name=\${1#?} name=\${name%?} quote='"' escaped='\\"'`,
  '  printf -v name %b "${name//"$escaped"/$quote}"',
  '  case $name in file://*|fileb://*|http://*|https://*) false; esac',
  '}',
  ''
]

function copyOne(task: FolderCopyTask, isAnonymous: boolean): readonly string[] {
  const { kind, bucket, targetBucket } = task
  const isAlways = goesThroughHere(task)
  const inside = `test $key = no_key && ! grep -qF '?versionId=' <<<"$1"`
  return [
    '# Each name is JSON.',
    'copy() (',
    `  source=${word(`{"Bucket": ${JSON.stringify(bucket)}, "Key": `)}"$1}"`,
    `  target=${word(`{"Bucket": ${JSON.stringify(targetBucket)}, "Key": `)}"$2}"`,
    ...(isAlways ? [] : [`  from=${word(`"${bucket}/`)}"\${1#?}"`]),
    `  folder=$(mktemp -d) && trap 'rm -r "$folder"' EXIT &&`,
    '    find_key &&',
    `    ${isAlways ? 'copy_through_here "$1" "$2"' : `if ${inside}; then copy_inside; else copy_through_here "$1" "$2"; fi`} &&`,
    ...(kind === 'move-folder' ? ['    s3api delete-object --cli-input-json "$source" &&'] : []),
    `    printf 'Copied: %s\\n' "$1" ||`,
    `    { printf >&2 'Failed: %s\\n' "$1"; false; }`,
    ')',
    '',
    ...(isAlways ? [] : COPY_INSIDE),
    ...copyThroughHere(task, isAnonymous)
  ]
}

const COPY_INSIDE: readonly string[] = [
  'copy_inside() {',
  '  s3api copy-object --cli-input-json "${target%?}, \\"CopySource\\": $from}" >"$folder/said" &&',
  `    first=$(s3api head-object --cli-input-json "$source" ${SAME_QUERY}) &&`,
  `    again=$(s3api head-object --cli-input-json "$target" ${SAME_QUERY}) &&`,
  '    test "$first" = "$again"',
  '}',
  ''
]

function copyThroughHere(task: FolderCopyTask, isAnonymous: boolean): readonly string[] {
  const { bucket, targetBucket, encryption, sourceKeyFiles } = task
  const api = targetApiOf(task)
  const keeps = encryption === 'keep'
  const targetKey = keeps ? '$key' : 'target_key'
  // Refused, and not unreachable.
  const isEncrypted = `${api} head-object --cli-input-json "$target" 2>&1 | grep -qF '(400)'`
  return [
    'copy_through_here() {',
    '  decode "$1" &&',
    `    $key s3api get-object --bucket ${word(bucket)} --key="$name" "$folder/first" >"$folder/said" &&`,
    `    headers=$($key s3api head-object --cli-input-json "$source" --query ${word(COPIED_HEADERS_QUERY)}) &&`,
    `    ${targetKey} ${api} put-object --cli-input-json "\${target%?}, \${headers#?}" --body "$folder/first" >"$folder/said" &&`,
    '    decode "$2" &&',
    `    ${targetKey} ${api} get-object --bucket ${word(targetBucket)} --key="$name" "$folder/again" >"$folder/said" &&`,
    '    cmp "$folder/first" "$folder/again" &&',
    ...(isAnonymous
      ? []
      : [
          `    tags=$(s3api get-object-tagging --cli-input-json "$source" --query '{TagSet: TagSet}') &&`,
          `    ${api} put-object-tagging --cli-input-json "$target" --tagging "$tags" &&`
        ]),
    ...(keeps && sourceKeyFiles.length > 0 ? [`    { test $key = no_key || ${isEncrypted}; } &&`] : []),
    ...(typeof encryption === 'object' ? [`    ${isEncrypted} &&`] : []),
    '    test "$head" = "$($key s3api head-object --cli-input-json "$source")"',
    '}',
    ''
  ]
}

function copyFolder(bucket: string): readonly string[] {
  const list = `s3api list-objects-v2 --cli-input-json ${word(`{"Bucket": ${JSON.stringify(bucket)}, "Prefix": `)}"$1\\"}"`
  return [
    '# Each prefix is JSON without its last quote.',
    'copy_folder() {',
    `  names=$(${list} --query 'Contents[].Key') || failed=1`,
    '  found=',
    '  while read -r name; do',
    '    name=${name%,}',
    '    case $name in "$1"*)',
    '      found=1',
    '      copy "$name" "$2${name#"$1"}" </dev/null || failed=1',
    '    esac',
    '  done <<<"$names"',
    `  test -n "$found" || { printf >&2 'No object is below %s"\\n' "$1"; failed=1; }`,
    '}',
    ''
  ]
}
