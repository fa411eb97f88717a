// Encryption keys: creating, importing, backing up, removing them.
import { KEY_LENGTH, type BackupProblem, type KeyProblem } from '../../domain/key-format'
import { visibleName } from '../../domain/invisible'
import type { KeyHolder, KeyUse } from '../../domain/key-use'
import type { SseKey } from '../../domain/sse-key'
import { formatCount, formatList, plural, pluralForm, type PluralForms } from '../format'

const keyCount = (n: number): string => plural(n, { one: 'key', other: 'keys' })
const characters = (n: number): string => plural(n, { one: 'character', other: 'characters' })
const bytes = (n: number): string => plural(n, { one: 'byte', other: 'bytes' })
const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })

const uses: Readonly<Record<KeyUse, PluralForms>> = {
  upload: { one: 'upload', other: 'uploads' },
  download: { one: 'download', other: 'downloads' },
  edit: { one: 'open editor', other: 'open editors' },
  restore: { one: 'restore', other: 'restores' },
  copy: { one: 'copy', other: 'copies' }
}

const formats: Readonly<Record<SseKey['form'], string>> = {
  keystring: '32 characters',
  binary: '256 bits'
}

/** Why a text or file is not a key. */
function problem(found: KeyProblem): string {
  switch (found.code) {
    case 'invalid-character':
      return 'The text contains an invalid Unicode character. Import the file itself.'
    case 'empty':
      return `This is empty; an SSE-C key has ${characters(KEY_LENGTH)}.`
    case 'binary-length':
      return `This file has ${bytes(found.bytes)}; a binary SSE-C key has ${formatCount(KEY_LENGTH)}.`
    case 'text-length':
      return found.characters === found.bytes
        ? `This has ${characters(found.characters)}; an SSE-C key has ${formatCount(KEY_LENGTH)}.`
        : `This has ${characters(found.characters)} in ${bytes(found.bytes)}; an SSE-C key has ${bytes(KEY_LENGTH)}.`
    case 'file-too-large':
      return `${visibleName(found.fileName)} is too large for a key file (${bytes(KEY_LENGTH)}, or base64 or hex of them).`
    default:
      return found satisfies never
  }
}

export const keys = {
  title: 'Keys',
  createKey: 'Create key',
  importKey: 'Import key',
  createFirst: 'Create your first key',
  lost: 'This browser has deleted keys that Lockgate stored. Import them again from your backups.',
  unreadable: (n: number) =>
    `${keyCount(n)} can’t be read: damaged, or written by a newer version of Lockgate. Nothing was removed; open ${pluralForm(n, { one: 'it', other: 'them' })} with that version.`,
  noneYet: 'No keys yet',
  noneStored: 'No keys stored',
  intro:
    'Keys encrypt your uploads (SSE-C): the gateway keeps no copy and can’t read them without the key. Create one, or import the one your scripts use.',
  fingerprint: 'Fingerprint',
  backedUp: 'Backed up',
  lastUsed: 'Last used',
  importedFromFile: 'imported from a file',
  notBackedUp: 'Not backed up',
  notUsed: 'not yet',
  count: (n: number) => `${keyCount(n)} in this browser`,
  countNotBackedUp: (n: number) => `${formatCount(n)} not backed up`,
  alreadyHere: (name: string) => `You already have this key, as “${visibleName(name)}”.`,
  problem,
  create: {
    name: 'Key name',
    nameExample: 'imaging 2026',
    nameTaken: 'A key with this name already exists.',
    format: 'Format',
    keystring: '32 characters (works in scripts and other tools)',
    binary: '256 random bits, saved as base64'
  },
  import: {
    nameHint: 'the file name if left blank',
    file: 'Key file',
    chooseFile: 'Choose a key file',
    dropFile: 'Drop a key file: 32 characters, base64 or hex',
    text: 'Or paste the key',
    textHint: '32 characters, base64 or hex',
    defaultName: 'imported key'
  },
  elsewhere: {
    found: (n: number) =>
      `Lockgate at {path} on this host stores ${plural(n, { one: 'more key', other: 'more keys' })}.`,
    copy: (n: number) => pluralForm(n, { one: 'Copy it here', other: 'Copy them here' })
  },
  inspector: {
    label: 'Key',
    endsInLineBreak:
      'The last of its 32 bytes is a line break. If your key has 31 characters, check the file: scripts that read all of it use this key.',
    copyBase64: 'Copy base64',
    copyWarning: 'Anyone with this text can decrypt your data. Clear the clipboard after pasting.',
    created: 'Created',
    imported: 'Imported',
    format: 'Format',
    formats,
    usedOn: 'Used on',
    hosts: (hosts: readonly string[]) => (hosts.length === 0 ? 'no gateway yet' : formatList(hosts)),
    defaultFor: 'Default for',
    buckets: (names: readonly string[]) => (names.length === 0 ? 'no bucket' : formatList(names.map(visibleName))),
    dependentsUnknown: 'unknown: browser storage could not be read',
    opens: 'Opens',
    opened: (n: number) => `${objects(n)} seen so far`,
    remove: 'Remove this key'
  },
  backup: {
    verified: 'Backup verified.',
    importedFromFile: 'Imported from a file: that file is your backup.',
    /** Numbered: two steps. */
    save: '1. Save the key somewhere safe outside this browser. If every copy is lost, the data can’t be recovered.',
    saveFile: 'Save key file',
    verify: '2. Verify the backup: drop the saved file here.',
    file: 'Saved key file',
    chooseFile: 'Choose the saved file',
    dropFile: 'Drop the saved file',
    fingerprint: 'Its fingerprint is {fingerprint}.',
    problem(found: BackupProblem): string {
      switch (found.code) {
        case 'key-removed':
          return 'This key is no longer in this browser.'
        case 'not-a-key':
          return `That file contains no key. ${problem(found.problem)}`
        case 'different-key':
          return found.name === undefined
            ? 'That file contains a different key. Choose the file you just saved.'
            : `That file contains the key “${visibleName(found.name)}”, not this one.`
        default:
          return found satisfies never
      }
    }
  },
  remove: {
    title: (name: string) => `Remove key ${visibleName(name)}`,
    meaning:
      'To read what it encrypted, you’ll have to import its backup again. Without any copy of the key, no one can read it.',
    meaningNotBackedUp: 'Without this key, no one can ever read what it encrypted.',
    backedUp: 'Lockgate has seen a copy outside this browser.',
    notBackedUp: 'Lockgate has seen no copy outside this browser: this may be the only one.',
    checking: 'Checking what uses this key…',
    usesUnknown: 'Could not check what uses this key: browser storage could not be read.',
    opens: (n: number) =>
      n === 0
        ? 'It hasn’t been seen to open any object; there may be some.'
        : `It was seen to open ${objects(n)}; there may be more.`,
    unfinishedUploads: (n: number) =>
      `${plural(n, { one: 'unfinished upload', other: 'unfinished uploads' })} can’t be completed without it.`,
    defaultKeyOf: 'Default key of {bucket} on {host}.',
    inUse: 'This key can’t be removed while it is in use:',
    finishFirst: 'Finish or cancel these first. Failed uploads count too, because they can be retried.',
    typeName: 'Type its name to remove it: {name}',
    giveUpUploads: (n: number) =>
      pluralForm(n, { one: 'Give up this unfinished upload', other: 'Give up these unfinished uploads' }),
    otherTabsClosed: 'No other Lockgate tab is open (this browser can’t check)',
    confirm: 'Remove key',
    holder({ tab, use, count }: KeyHolder): string {
      if (use === undefined) return 'another tab'
      const what = count === undefined ? uses[use].other : plural(count, uses[use])
      return `${what} ${tab === 'this' ? 'in this tab' : 'in another tab'}`
    }
  }
}
