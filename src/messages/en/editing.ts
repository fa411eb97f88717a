// The text editor, and the report on what an overwritten object kept.
import type { ComparedAttribute, EditRefusal, EditRefusalCode } from '../../domain/editing'
import { visibleName } from '../../domain/invisible'
import type { TextForm } from '../../domain/text-form'
import type { UploadSetting } from '../../domain/upload-headers'
import { formatExactSize, formatList, plural } from '../format'

const LINE_ENDS: Readonly<Record<TextForm['lineEnd'], string>> = {
  '\n': '',
  '\r\n': ', Windows line endings kept',
  '\r': ', old Mac line endings kept'
}

const ATTRIBUTES: Readonly<Record<ComparedAttribute | UploadSetting, string>> = {
  contentType: 'type',
  contentEncoding: 'content encoding',
  cacheControl: 'cache control',
  contentDisposition: 'content disposition',
  contentLanguage: 'language',
  expires: 'expires',
  storageClass: 'storage class',
  metadata: 'metadata',
  acl: 'access (ACL)',
  tags: 'tags'
}

/** Of what an object has beside its bytes. */
export const listed = (attributes: readonly (ComparedAttribute | UploadSetting)[]): string =>
  formatList(attributes.map((one) => ATTRIBUTES[one]))

export const editing = {
  title: 'Edit text',
  loading: 'Loading the object',
  refused: 'This object can’t be edited here',
  refusal: ({ code, name = '' }: EditRefusal): string => {
    const reasons: Readonly<Record<EditRefusalCode, string>> = {
      'encryption-unknown': 'Its encryption status is unknown, so it can’t be preserved.',
      'requires-encryption':
        'It isn’t encrypted, but this bucket requires encryption. Download it and upload it again with a key.',
      'too-large': 'Larger than 1 MiB. Download, edit and re-upload it.',
      'hidden-headers':
        'Saving would lose metadata that the gateway hides from browsers (Access-Control-Expose-Headers lacks “*”).',
      'tags-unreadable': 'You don’t have permission to read its tags, so saving would lose them.',
      'acl-unreadable': 'You don’t have permission to read its access settings (ACL), so saving would reset them.',
      'content-encoding': `Its content encoding is “${visibleName(name)}”, so its bytes aren’t the text itself.`,
      'large-object': 'It’s a Swift large object. Saving would replace it with the text alone.',
      'gateway-encryption': 'It uses server-side encryption (SSE-S3/KMS), which Lockgate can’t re-apply.',
      'website-redirect': 'It’s a website redirect, which saving would remove.',
      retention: 'It has an object lock retention date, and a new version wouldn’t have one.',
      'legal-hold': 'It’s under a legal hold, and a new version wouldn’t be.',
      appendable: 'It’s an appendable object: after saving, other tools could no longer append to it.',
      'other-property': `It has a property that saving would lose: ${visibleName(name)}.`,
      'not-ascii': `Its metadata “${visibleName(name)}” isn’t plain ASCII, so a browser can’t send it back unchanged.`,
      'not-utf8': 'It isn’t UTF-8 text. Download it and edit it in another program.',
      'has-nul': 'It contains null bytes, as UTF-16 and binary files do. Download it and edit it in another program.',
      'mixed-line-ends': 'It mixes different line endings, which a text field can’t keep. Download it to edit it.'
    }
    return reasons[code]
  },
  form: (sizeBytes: number, { hasBom, lineEnd }: TextForm) =>
    `${formatExactSize(sizeBytes)}, UTF-8${hasBom ? ' with byte order mark' : ''}${LINE_ENDS[lineEnd]}.`,
  tooLarge: 'Larger than 1 MiB: upload it as a file.',
  text: 'Text',
  yourText: 'Your text',
  theirText: 'Their version',
  overwritesTheirs: 'Saving overwrites this version.',
  useTheirs: 'Discard mine, edit theirs',
  keeps: (contentType: string | undefined, hasMetadata: boolean, tagCount: number) =>
    `Saving keeps ${formatList([
      contentType === undefined ? 'its type' : `its type (${visibleName(contentType)})`,
      ...(hasMetadata ? ['metadata'] : []),
      ...(tagCount > 0 ? [plural(tagCount, { one: 'tag', other: 'tags' })] : []),
      'access settings'
    ])}.`,
  staysEncrypted: (keyName: string) => `It stays encrypted with ${visibleName(keyName)}.`,
  staysUnencrypted: 'It stays unencrypted.',
  brieflyPrivate: 'Saving makes it private; Lockgate restores access right after. Others can’t read it for a moment.',
  removesChunked: 'Saving removes the content encoding “aws-chunked”: it describes a transfer, not the stored data.',
  removedChunked: 'The content encoding “aws-chunked” was removed: it described a transfer, not the stored data.',
  save: 'Save text',
  overwrite: 'Overwrite their version',
  saving: 'Saving…',
  savedAndVerified: 'Saved and verified. Type, metadata, tags and access are unchanged.',
  savedNotVerified: 'Text saved. Metadata and access could not be verified; the object may be private now.',
  overTheirs: 'Someone else saved at the same moment. Their text was kept as an older version: see Versions.',
  restoreAndCheck: 'Restore settings and check again',
  changed: {
    title: 'The object has changed',
    notOverwritten: 'Someone changed or deleted it while you were editing. It was not overwritten; your text is below.',
    afterSave: 'Your text was saved, but someone changed or deleted the object at the same moment. Your text is below.',
    unknown:
      'Someone changed or deleted it during your save. Your text may have been stored briefly; it’s still below.',
    gone: 'The object no longer exists. Save your text under another name, or under the same one.',
    unreadable: 'The current version could not be read.',
    notEditable: 'The current version can’t be edited here.',
    show: 'Show their version'
  },
  cannotGuard: 'On this gateway, saving could overwrite someone else’s newer version. Save under another name.',
  stillHere: 'Your text is still here.',
  copy: 'Copy my text',
  saveAs: 'Save under another name',
  /** The name of an object. */
  copyName: (name: string) => `copy of ${name}`,
  otherName: 'New name',
  sameName: 'This is its current name. Choose another.',
  toEncryption: 'Next: encryption',
  unsaved: 'Your changes are not saved.',
  keepEditing: 'Keep editing',
  discard: 'Discard changes',
  report: {
    accessLost: {
      text: 'Text saved, but its access was not restored.',
      version: 'Version restored, but its access was not.'
    },
    accessUnreadable: 'Access could not be read back: it may be private now.',
    accessPrivate: 'It’s private now: by its ACL, only the owner can read it.',
    accessDiffers: 'Access differs from before.',
    appliedOther: 'The gateway applied something different.',
    retriesLater: 'Lockgate remembers the previous access and tries again later.',
    restore: 'Restore access',
    restoring: 'Restoring…',
    ownerChanged: 'The owner is now {owner} (before: {formerOwner}). Everyone else’s access is unchanged.',
    differences: {
      text: (attributes: readonly ComparedAttribute[]) =>
        `Text saved, but these changed or could not be read back: ${listed(attributes)}.`,
      version: (attributes: readonly ComparedAttribute[]) =>
        `Version restored, but these changed or could not be read back: ${listed(attributes)}.`
    },
    encryptionUnknown: (reason: string) => `Encryption could not be checked: ${reason}.`
  }
}
