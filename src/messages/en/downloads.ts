// Downloads: one object, and many at once.
import { formatSize, plural } from '../format'

export const downloads = {
  offline: 'You’re offline. Nothing was downloaded.',
  title: (selection: string) => `Download ${selection}`,
  largeObjects: (count: number, unlistedBytes: number) =>
    `Includes ${plural(count, { one: 'Swift large object', other: 'Swift large objects' })}: ${formatSize(unlistedBytes)} more than listed.`,
  unchecked: (count: number) =>
    `${plural(count, { one: 'object listed as empty was', other: 'objects listed as empty were' })} not checked; any that are Swift large objects are larger than listed.`,
  destination: 'Save to',
  archive: {
    label: 'One ZIP file',
    about: 'Folders are kept. Nothing is compressed.',
    intoFile: 'You’ll be asked where to save it.',
    size: (sizeBytes: number) => `About ${formatSize(sizeBytes)}.`,
    missing:
      'Files that fail are left out, and a report in the ZIP file lists them. Encrypted files are opened with your keys and not encrypted in it.',
    noRoom: (neededBytes: number, freeBytes: number) =>
      `Needs ${formatSize(neededBytes)} of browser storage; only ${formatSize(freeBytes)} is free. Choose fewer files or another destination.`,
    report: {
      title: (bucket: string) => `Lockgate report on this ZIP file of bucket ${bucket}`,
      missing: (n: number) =>
        `${plural(n, { one: 'file is', other: 'files are' })} missing from this ZIP file: not downloaded, or changed on the way.`,
      renamed: (n: number) => `${plural(n, { one: 'file has', other: 'files have' })} another name in this ZIP file.`
    }
  },
  folder: {
    label: 'A folder on this computer',
    about:
      'Subfolders are kept. Files appear once complete and checked; those already there with the same checksum are skipped.',
    choose: 'Choose folder',
    chooseOther: 'Choose another folder',
    overwrites: 'Existing files with the same name are overwritten once the new file is checked.'
  },
  browser: {
    label: 'The browser’s downloads, one file at a time',
    about:
      'Folder names become part of the file name: a_b.txt for a/b.txt. Allow multiple downloads if asked, or only the first file arrives.',
    onlyWay: 'This browser can’t save to a folder; Chrome and Edge can.',
    tooMany: 'Browsers struggle with this many separate downloads. Choose a folder, or use rclone or aws-cli.',
    tooManyHere: 'Browsers struggle with this many separate downloads. Use rclone or aws-cli instead.'
  },
  noRoom: (neededBytes: number, freeBytes: number) =>
    `Needs up to ${formatSize(neededBytes)} of browser storage; only ${formatSize(freeBytes)} is free. Files that don’t fit fail and can be retried.`,
  checks: 'Each file is verified by checksum; if no checksum is available, only its size is checked.',
  encrypted:
    'Each file shows which check was possible. Encrypted files are opened with your keys; a file that none of them opens fails and can be retried.',
  submit: (count: number) => `Download ${plural(count, { one: 'file', other: 'files' })}`
}
