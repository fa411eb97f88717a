// What comes before an upload: its files, encryption and names, and new texts and folders.
import { visibleName } from '../../domain/invisible'
import type { NameProblem } from '../../domain/object-entry'
import { MAX_METADATA_BYTES, MAX_TAG_KEY_BYTES, MAX_TAG_VALUE_BYTES, MAX_TAGS } from '../../domain/upload-headers'
import { formatCount, formatDate, formatExactSize, formatSize, plural } from '../format'

const fileCount = (n: number): string => plural(n, { one: 'file', other: 'files' })

export const uploads = {
  title: (count: number, sizeBytes: number) => `Upload ${fileCount(count)}, ${formatSize(sizeBytes)}`,
  destination: 'to {destination}',
  submit: (count: number) => `Upload ${fileCount(count)}`,
  encryption: {
    title: 'Encryption',
    question: {
      'no-key-used-here': (host: string) =>
        `None of your keys has been used on ${host} yet. Choose whether to encrypt these files.`,
      'default-gone': () => 'This bucket’s default key can’t be used here. Choose the encryption for these files.',
      'settings-unreadable': () =>
        'This bucket’s encryption settings could not be read in this browser. Choose the encryption for these files.'
    },
    withYourKey: 'Encrypt with your key (SSE-C)',
    withKey: 'Encrypt with {key}',
    plainHttp: 'Keys are never sent over plain HTTP. Use the gateway’s HTTPS address to encrypt.',
    keyLoss: 'Without the key the data can’t be recovered. The gateway keeps no copy.',
    key: 'Key',
    keyOption: (name: string, fingerprint: string, isBackedUp: boolean) =>
      `${visibleName(name)} · ${fingerprint}${isBackedUp ? '' : ' · not backed up'}`,
    sendKey: (host: string) => `Send this key to ${host} (first use on this gateway)`,
    makeDefault: 'Use this key for every upload to this bucket',
    notBackedUp: 'This key is not backed up',
    withoutBackup: 'Upload without a backup: if this browser’s data is lost, so are these files',
    rejected: (testedAtMs: number) =>
      `Not possible: the gateway rejects unencrypted uploads to this bucket (last tested ${formatDate(testedAtMs)}).`,
    forbidden:
      'Not possible: Lockgate requires encryption for this bucket, though the gateway doesn’t enforce it. See the bucket settings.',
    readable: 'The gateway’s administrators can read these files.',
    confirmKey: (host: string) => `First confirm that the key may be sent to ${host}.`,
    backUpFirst: 'Back up the key and verify the backup first.',
    backUpOrTick: 'Back up the key first, or select “Upload without a backup”.'
  },
  names: {
    checking: (checkedCount: number, count: number) =>
      checkedCount === 0
        ? 'Checking for existing files…'
        : `Checking for existing files: ${formatCount(checkedCount)} of ${formatCount(count)}…`,
    unlistable: 'You aren’t allowed to list this bucket, so existing files can’t be checked.',
    overwritesUnseen: 'Files with the same name are overwritten, even if someone else uploaded them.',
    unenforced: 'Lockgate asks the gateway not to replace files, but many gateways ignore that for files over 16 MiB.',
    existing: (count: number) => plural(count, { one: 'file already exists', other: 'files already exist' }),
    overwrites: 'The existing files will be overwritten and can’t be recovered.',
    lateCheck:
      'Files over 16 MiB: names are checked again just before completion. A file created at that moment may be replaced.'
  },
  clash: {
    label: 'If a file already exists',
    'keep-both': 'Keep both',
    replace: 'Replace',
    skip: 'Skip'
  },
  leftOut: (count: number) => plural(count, { one: 'item can’t be uploaded', other: 'items can’t be uploaded' }),
  files: {
    title: 'Files to upload',
    skipped: 'skipped',
    replaces: 'replaces the existing file',
    renamed: 'renamed',
    more: (count: number) => `and ${plural(count, { one: 'more file', other: 'more files' })}`
  },
  reading: {
    title: 'Reading the dropped files',
    found: (count: number) => `${fileCount(count)} found…`
  },
  noFiles: 'No files found.',
  pickerRefused: 'The browser refused to open its file picker. Click the button again to use another one.',
  interrupted: {
    text: (count: number, destination: string) =>
      `${fileCount(count)} not uploaded to ${visibleName(destination)}: you left the folder before they were read.`,
    goBack: 'Go back',
    profileGone: 'Not uploaded: the profile of that account was removed.'
  },
  drop: {
    into: 'Drop to upload to {destination}',
    withKey: 'Will be encrypted with {key}. You can change this in the next step.',
    encrypted: 'Will be encrypted with your key, which you choose in the next step.',
    unencrypted: 'Will not be encrypted. You can change this in the next step.',
    choose: 'You choose the encryption in the next step.'
  },
  text: {
    title: 'New text object',
    name: 'Name',
    example: 'hello.txt',
    text: 'Text',
    size: (sizeBytes: number) =>
      `${formatExactSize(sizeBytes)}, UTF-8. Stored exactly as typed; no line break is added.`,
    next: 'Next: encryption'
  },
  folder: {
    title: 'New folder',
    name: 'Folder name',
    nested: 'Use slashes for folders inside folders: 2026/scans',
    taken: 'A folder with this name already exists. Nothing was changed.',
    key: 'Encrypt with',
    chooseKey: 'Choose a key',
    needsKey: 'This bucket requires encryption, so the folder’s object must be encrypted too.',
    firstUse: (host: string) => `The key is sent to ${host} for the first time.`,
    plainHttp: 'Keys are never sent over plain HTTP. Use the gateway’s HTTPS address.',
    noKey: 'There is no key in this browser yet. {link} first.',
    createKey: 'Create or import a key',
    optional:
      'You don’t need to create folders before uploading. A folder is stored as an empty object ending in a slash.',
    maybeEncrypted:
      'This bucket may accept only encrypted uploads. First upload a file with “Use this key for every upload to this bucket”.',
    openTaken: 'Open that folder',
    create: 'Create folder'
  },
  nameProblem: (problem: NameProblem): string => {
    switch (problem.code) {
      case 'too-long':
        return `Including its folder, this name is ${formatCount(problem.keyBytes)} bytes long; the limit is ${formatCount(problem.maxBytes)}.`
      case 'not-addressable':
        return 'Browsers can’t handle objects named “.” or “..”. Choose another name.'
      case 'empty-step':
        return 'Enter a name between the slashes.'
      case 'blank-step':
        return 'The name can’t consist only of spaces.'
      case 'dot-step':
        return 'A folder can’t be named “.” or “..”.'
    }
  },
  headers: {
    title: 'Headers and metadata',
    count: (n: number) => `${formatCount(n)} set`,
    hasProblem: 'check the entries',
    purpose: 'Applies to every file in this upload. Afterwards Lockgate checks what the gateway stored.',
    fields: {
      contentType: 'Content-Type',
      cacheControl: 'Cache-Control',
      contentDisposition: 'Content-Disposition',
      storageClass: 'Storage class'
    },
    blank: {
      contentType: 'Blank: guessed for each file',
      cacheControl: 'Blank: not sent',
      contentDisposition: 'Blank: not sent',
      storageClass: 'Blank: the bucket’s default'
    },
    headerProblem: {
      'not-ascii': 'A header can carry only plain ASCII characters.',
      'not-a-type': 'Enter a type and subtype, such as text/plain.',
      'not-a-class': 'Enter one name, such as STANDARD.',
      'too-long': 'Too long for a header.'
    },
    metadata: { title: 'Metadata (x-amz-meta)', name: 'Metadata name', add: 'Add metadata' },
    tags: { title: 'Tags', name: 'Tag key', add: 'Add tag' },
    value: 'Value',
    removeLine: (name: string) => (name === '' ? 'Remove this line' : `Remove ${name}`),
    lineProblem: {
      'no-name': 'Enter a name for this value.',
      twice: 'This name is used twice.',
      'too-many-tags': `An object can have at most ${formatCount(MAX_TAGS)} tags.`,
      'tag-key-too-long': `A tag key can be at most ${formatCount(MAX_TAG_KEY_BYTES)} bytes long.`,
      'tag-value-too-long': `A tag value can be at most ${formatCount(MAX_TAG_VALUE_BYTES)} bytes long.`,
      'tag-character': 'A tag can’t contain control characters.',
      'metadata-name': 'Use only letters, digits and hyphens.',
      'metadata-reserved': 'Lockgate uses this name for itself. Choose another.',
      'metadata-value': 'Metadata can contain only plain ASCII characters.',
      'metadata-too-long': `Metadata can be at most ${formatCount(MAX_METADATA_BYTES)} bytes long in total.`
    },
    acl: 'Access (canned ACL)',
    noAcl: 'Not set: the gateway’s default',
    aclTaken: 'The bucket owner gets full control of these uploads, so no other ACL can be sent.'
  },
  foreign: {
    label: 'Bucket of another user',
    ofOwner: 'This bucket belongs to {owner}. Your uploads belong to you; its owner may not be able to read them.',
    ofAnotherUser:
      'This bucket belongs to another user. Your uploads belong to you; its owner may not be able to read them.',
    share: 'Give the bucket owner full control of your uploads',
    needsKey: 'To read them, the owner also needs the key.'
  },
  chooseKey: {
    title: 'Which key opens this object?',
    warning: 'Trying a key sends it to {gateway}. Choose a key meant for data there; your choice is remembered.',
    none: 'There is no key in this browser. Import the key that this object was encrypted with.',
    keys: 'Keys',
    wrong: 'Wrong key for this object',
    usedHere: 'Used on this gateway before',
    notUsedHere: 'Not used on this gateway yet',
    import: 'Import key',
    try: 'Try this key',
    trying: 'Trying…',
    notEncrypted: 'No key needed: this object is not encrypted.'
  }
}
