// The listing of a bucket: its path, rows, footer, and the folder beside it.
import { visibleName } from '../../domain/invisible'
import { formatCount, formatDate, formatDateTime, formatExactSize, formatList, formatSize, plural } from '../format'

const objectCount = (n: number): string => plural(n, { one: 'object', other: 'objects' })
const folderCount = (n: number): string => plural(n, { one: 'folder', other: 'folders' })

export const objects = {
  label: 'Objects',
  loading: 'Loading objects…',
  notFound: (key: string) => `Object ${visibleName(key)} not found.`,
  namesake: (name: string) => `There is also an object named ${visibleName(name)}.`,
  openNamesake: 'Open object',
  path: {
    label: 'Folder',
    pin: 'Pin this folder',
    unpin: 'Unpin this folder',
    about: 'About this folder',
    bucket: 'Bucket settings'
  },
  header: {
    filterFolder: 'Filter this folder',
    filterAll: 'Filter all objects',
    flat: 'Show all objects without folders',
    reload: 'Reload this folder',
    new: 'New',
    newText: 'New text',
    newFolder: 'New folder',
    uploadFolder: 'Upload folder',
    folderInput: 'Folder to upload',
    filesInput: 'Files to upload'
  },
  table: {
    selectAll: 'Select all rows',
    select: (name: string) => `Select ${visibleName(name)}`,
    name: 'Name',
    encryption: 'Encryption',
    size: 'Size',
    modified: 'Modified',
    folder: 'Folder',
    stopped: 'Loading stopped. Choose “Load the rest” to continue.',
    more: (loaded: number) => `${formatCount(loaded)} loaded; scroll for more`
  },
  requiresEncryption: {
    gateway: (testedAtMs: number) =>
      `Encryption required · enforced by the gateway, last tested ${formatDate(testedAtMs)}`,
    lockgate: 'Encryption required · by Lockgate only: other tools can still store unencrypted objects'
  },
  uploadOnly: 'You may still be allowed to upload: choose “Upload”.',
  empty: {
    bucket: 'This bucket is empty',
    folder: 'This folder is empty',
    drop: 'Drop files or folders here, or paste them (Ctrl+V). You review destination and encryption before the upload.',
    chooseFiles: 'Choose files',
    versioned: 'This bucket has versioning, so deleted objects may be recoverable.',
    findDeleted: 'Find deleted objects'
  },
  none: 'No objects.',
  noMatch: 'No name here matches the filter.',
  noLoadedMatch: 'No loaded row matches the filter.',
  footer: {
    shown: (shown: number, loaded: number) =>
      `${formatCount(shown)} of ${plural(loaded, { one: 'row', other: 'rows' })} shown`,
    total: (folders: number, objects: number, sizeBytes: number) =>
      [...(folders > 0 ? [folderCount(folders)] : []), objectCount(objects), formatSize(sizeBytes)].join(' · '),
    soFar: (total: string) => `${total} so far`,
    loadedOnly: (total: string) => `${total} (loaded rows only)`,
    loadingRest: 'Loading the rest…',
    loadRest: 'Load the rest',
    selected: (count: number, sizeBytes: number, hasFolders: boolean, isGrowing: boolean) =>
      `${formatCount(count)} selected${isGrowing ? ' so far' : ''}${
        sizeBytes > 0 ? `, ${formatSize(sizeBytes)}${hasFolders ? ' plus folder contents' : ''}` : ''
      }`,
    clear: 'Clear selection',
    hidden: (count: number) => `${formatCount(count)} hidden by the filter`,
    access: 'Change access'
  },
  selection: {
    useFooter: (count: number) => `${formatCount(count)} selected. Use the buttons below the list.`,
    clear: 'Clear selection',
    everything: 'everything',
    named: (name: string) => `“${name}”`,
    counted: (objects: number, folders: number) =>
      formatList([...(objects > 0 ? [objectCount(objects)] : []), ...(folders > 0 ? [folderCount(folders)] : [])])
  },
  total: {
    objects: (count: number, sizeBytes: number) => `${objectCount(count)}, ${formatSize(sizeBytes)}`,
    inFolders: (count: number, folders: number, sizeBytes: number) =>
      `${objectCount(count)} in ${folderCount(folders)}, ${formatSize(sizeBytes)}`,
    objectsAndInFolders: (count: number, inFolders: number, folders: number, sizeBytes: number) =>
      `${objectCount(count)} and ${formatCount(inFolders)} in ${folderCount(folders)}, ${formatSize(sizeBytes)}`,
    soFar: 'so far',
    nothing: 'These objects no longer exist.',
    counting: 'Counting',
    stop: 'Stop counting',
    again: 'Count again'
  },
  folder: {
    label: 'Folder',
    downloadAll: 'Download all',
    download: 'Download folder',
    new: 'New folder',
    delete: 'Delete folder'
  },
  size: {
    label: 'Size',
    total: (count: number, sizeBytes: number) => `${objectCount(count)} · ${formatExactSize(sizeBytes)}`,
    soFar: 'so far',
    counting: 'Counting',
    stop: 'Stop counting',
    count: 'Calculate size',
    again: 'Count again',
    countedAt: (ms: number) => `Counted ${formatDateTime(ms)}`,
    stopped: 'Counting stopped; the total is incomplete',
    hint: 'Lists every object; this may take a while',
    moreFolders: (count: number) => plural(count, { one: 'more folder', other: 'more folders' }),
    direct: (count: number) => `${objectCount(count)} outside subfolders`
  }
}
