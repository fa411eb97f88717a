// The palette, where one types to go somewhere or do something, and the overview of shortcuts.
import { visibleName } from '../../domain/invisible'
import type { ShortcutId } from '../../domain/shortcuts'
import { formatCount } from '../format'

export const palette = {
  title: 'Commands',
  label: 'A command, bucket, folder or address',
  none: 'Nothing fits.',
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
  downloadSelected: 'Download selected',
  copySelected: 'Copy or move selected',
  attributesSelected: 'Edit properties of selected',
  accessSelected: 'Change access of selected',
  deleteSelected: 'Delete selected',
  links: 'Create a link',
  whyNot: {
    noSelection: 'Nothing is selected',
    encryptionUnknown: 'Encryption not known yet'
  },
  groups: { anywhere: 'Anywhere', rows: 'In a list of objects', transfers: 'On a waiting transfer’s “Start next”' },
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
    earlier: 'Move up in the line',
    later: 'Move down in the line'
  } satisfies Record<ShortcutId, string>,
  moving: 'In lists, the arrow keys, Page Up, Page Down, Home and End move; letters go to a name.'
}
