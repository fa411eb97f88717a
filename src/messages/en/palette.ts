// The palette, where one types to go somewhere or do something, and the overview of shortcuts.
import { visibleName } from '../../domain/invisible'
import type { ShortcutId } from '../../domain/shortcuts'
import { formatCount } from '../format'

/** `{name}` is replaced by a name, set apart from the text. */
export const palette = {
  title: 'Commands',
  label: 'Command, bucket, folder or address',
  none: 'No matches.',
  open: 'Open {name}',
  openBucket: 'Open bucket {name}',
  openByName: 'Open bucket by name: {name}',
  openAddress: 'Open this address',
  connectTo: 'Connect to {name}',
  useProfile: 'Switch to profile {name}',
  searchIn: 'Search in {name}',
  searchFor: (text: string) => `Search for “${visibleName(text)}” in {name}`,
  uploadFiles: 'Upload files',
  withFolders: 'Show folders again',
  selectAll: 'Select all',
  up: 'Go to the parent folder',
  selected: (n: number) => `(${formatCount(n)})`,
  downloadSelected: 'Download selection {name}',
  copySelected: 'Copy or move selection {name}',
  attributesSelected: 'Edit properties of selection {name}',
  accessSelected: 'Change access to selection {name}',
  deleteSelected: 'Delete selection {name}',
  ofObject: {
    download: 'Download {name}',
    preview: 'Preview {name}',
    edit: 'Edit text of {name}',
    copy: 'Copy or move {name}',
    rename: 'Rename {name}',
    attributes: 'Edit properties of {name}',
    code: 'Code for {name}',
    delete: 'Delete {name}',
    link: 'Create link to {name}',
    path: 'Copy s3:// path of {name}'
  },
  whyNot: {
    noSelection: 'Nothing is selected',
    encryptionUnknown: 'Encryption not known yet'
  },
  groups: {
    anywhere: 'Anywhere',
    bucket: 'In a bucket’s folders and its search',
    rows: 'In a list of objects',
    transfers: 'On a transfer’s “Start next” button'
  },
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
