// Editing headers, metadata and tags of objects.
import type { LostAttribute } from '../../domain/object-copies'
import { formatSize, plural } from '../format'
import { listedAttributes } from './copies'

const objects = (n: number): string => plural(n, { one: 'object', other: 'objects' })

export const attributes = {
  edit: 'Edit',
  title: 'Edit properties',
  loading: 'Loading the properties',
  needsType: 'Enter a type: an object always has one.',
  blank: 'Blank: not set',
  onlyTags: 'Only tags can be edited.',
  needsKey: 'Headers and metadata can be edited only with the object’s key.',
  unreadable: (reason: string) => `Headers and metadata could not be read: ${reason}.`,
  tagsUnreadable: (reason: string) => `Tags could not be read: ${reason}.`,
  newVersion: 'This bucket keeps versions: changed headers or metadata make a new version.',
  slow: (sizeBytes: number) =>
    `To change headers or metadata, Lockgate has the gateway copy the object twice (${formatSize(sizeBytes)} each) and verifies it.`,
  save: 'Save',
  saved: 'Properties saved and verified',
  changed: {
    title: 'The object has changed',
    text: 'Someone changed it after you opened this dialog. Nothing was saved; your entries are still here.',
    load: 'Load the current values',
    loaded: 'These are the current values with your changes applied.'
  },
  raced: 'Your change was sent, but someone replaced the object at the same moment. Check its properties.',
  lost: {
    title: 'Saved, but not everything is stored as sent',
    titleOfMany: (n: number) => `${objects(n)} saved, but not everything is stored as sent`,
    attributes: (lost: readonly LostAttribute[]) => `Different, or could not be checked: ${listedAttributes(lost)}.`
  },
  titleOf: (selection: string) => `Edit properties of ${selection}`,
  mode: {
    label: (header: string) => `What to do with ${header}`,
    leave: 'Leave as it is',
    set: 'Set to',
    remove: 'Remove'
  },
  lineMode: { label: 'What to do with this name', set: 'Set', remove: 'Remove' },
  aboutMany:
    'Everything else stays. Encrypted objects keep their key, but their headers take longer: all bytes are copied.',
  newVersions: 'This bucket keeps versions: each object whose headers or metadata change gets a new version.',
  change: (n: number) => `Change ${objects(n)}`,
  changedMany: (n: number) => `${objects(n)} changed and verified`,
  unchanged: (n: number) => `${objects(n)} left alone: nothing to change.`
}
