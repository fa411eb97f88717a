// The palette, where one types to go somewhere or do something, and the overview of shortcuts.
import { visibleName } from '../../domain/invisible'
import type { ShortcutId } from '../../domain/shortcuts'
import { formatCount } from '../format'

export const palette = {
  title: 'Commands',
  label: 'Command, bucket, folder or address',
  none: 'No matches.',
  open: 'Open',
  openBucket: 'Open bucket',
  openByName: 'Open bucket by name',
  openAddress: 'Open this address',
  connectTo: 'Connect to',
  useProfile: 'Switch to profile',
  searchIn: 'Search in',
  searchFor: (text: string) => `Search for “${visibleName(text)}” in`,
  uploadFiles: 'Upload files',
  withFolders: 'Show folders again',
  selectAll: 'Select all',
  up: 'Go to the parent folder',
  selected: (n: number) => `(${formatCount(n)})`,
  downloadSelected: 'Download selection',
  copySelected: 'Copy or move selection',
  attributesSelected: 'Edit properties of selection',
  accessSelected: 'Change access of selection',
  deleteSelected: 'Delete selection',
  links: 'Create link to',
  whyNot: {
    noSelection: 'Nothing is selected',
    encryptionUnknown: 'Encryption not known yet'
  },
  groups: { anywhere: 'Anywhere', rows: 'In a list of objects', transfers: 'On a transfer’s “Start next” button' },
  shortcuts: {
    palette: 'Show commands',
    overview: 'Show shortcuts',
    search: 'Search the whole bucket',
    filter: 'Filter the list',
    escape: 'Close, or clear the selection',
    open: 'Open',
    select: 'Select or deselect the row',
    extend: 'Extend the selection',
    selectAll: 'Select all',
    rename: 'Rename',
    delete: 'Delete',
    up: 'Go to the parent folder',
    paste: 'Upload copied files',
    earlier: 'Move up in the queue',
    later: 'Move down in the queue'
  } satisfies Record<ShortcutId, string>,
  moving: 'In lists, move with the arrow keys, Page Up, Page Down, Home and End. Type letters to jump to a name.'
}
