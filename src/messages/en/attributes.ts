// Editing headers, metadata and tags of objects.
import type { LostAttribute } from '../../domain/object-copies'
import { formatSize, plural } from '../format'
import { listedAttributes } from './copies'

const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })

export const attributes = {
  edit: 'Edit',
  title: 'Edit properties',
  loading: 'Loading the properties',
  needsType: 'Enter a content type: every object has one.',
  blank: 'Blank: not set',
  onlyTags: 'Only tags can be edited.',
  needsKey: 'To edit headers and metadata, you need the key that this object is encrypted with.',
  unreadable: (reason: string) => `Headers and metadata could not be read: ${reason}.`,
  tagsUnreadable: (reason: string) => `Tags could not be read: ${reason}.`,
  newVersion: 'This bucket keeps versions: changing headers or metadata creates a new version.',
  slow: (sizeBytes: number) =>
    `Changing headers or metadata takes two verified copies of the object (${formatSize(sizeBytes)} each). This may take a while.`,
  privateUntilVerified: 'Others can’t read it until the copy is verified; Lockgate then restores access.',
  save: 'Save',
  saved: 'Properties saved and verified',
  changed: {
    title: 'The object has changed',
    text: 'It was changed after you opened this dialog. Nothing was saved; your entries are still here.',
    load: 'Load the current values',
    loaded: 'These are the current values with your changes applied.'
  },
  raced: 'Your change was sent, but the object was replaced at the same moment. Check its properties.',
  lost: {
    title: 'Saved, but not everything is stored as sent',
    titleOfMany: (n: number) => `${objects(n)} saved, but not everything is stored as sent`,
    attributes: (lost: readonly LostAttribute[]) => `Different, or could not be checked: ${listedAttributes(lost)}.`
  },
  titleOf: (selection: string) => `Edit properties of ${selection}`,
  mode: {
    label: (header: string) => `What to do with ${header}`,
    leave: 'Keep as it is',
    set: 'Set to',
    remove: 'Remove'
  },
  lineMode: { label: 'What to do with this name', set: 'Set', remove: 'Remove' },
  aboutMany:
    'Everything else stays, encryption included. Changing headers or metadata of encrypted objects copies all their bytes.',
  newVersions: 'This bucket keeps versions: each object whose headers or metadata change gets a new version.',
  change: (n: number) => `Change ${objects(n)}`,
  changedMany: (n: number) => `${objects(n)} changed and verified`,
  unchanged: (n: number) => `${objects(n)} skipped: already as you chose.`
}
