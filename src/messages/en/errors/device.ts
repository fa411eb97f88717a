// Files of the device, and the browser’s storage.
import { formatSize } from '../../format'
import type { SomeErrors } from '../../error-case'

const FREE_SPACE =
  'Free disk space, then retry. A finished download frees its space after 1 hour plus 2 minutes per GB; sooner once cleared.'

export const device = {
  'file-changed': () => ({
    title: 'The file changed during the upload',
    meaning: 'The file on your disk is no longer the one you chose. No mix of old and new data was stored.',
    remedy: 'Choose the file again when nothing writes to it.'
  }),
  'different-file': () => ({
    title: 'This is a different file',
    meaning:
      'Its size, date or content differs from what was uploaded before. Nothing was sent; the sent parts are kept.',
    remedy: 'Choose the original file, or start over with this one.'
  }),
  'file-unreadable': () => ({
    title: 'The file can’t be read',
    meaning: 'It was moved, deleted, or its disk is gone. What the gateway stores is unchanged.',
    remedy: 'Choose the file again.'
  }),
  'browser-storage-full': () => ({
    title: 'Browser storage is full',
    meaning: 'The browser or the disk has no more room for Lockgate. What the gateway stores is unchanged.',
    remedy: FREE_SPACE
  }),
  'download-storage-full': () => ({
    title: 'Browser storage is full',
    meaning: 'The rest of the download found no room. What was received is kept, and the object is unchanged.',
    remedy: FREE_SPACE
  }),
  'too-large-for-memory': ({ maxBytes }) => ({
    title: 'Too large for this browser window',
    meaning: `This window gives Lockgate no file storage, so downloads are held in memory${maxBytes === undefined ? '' : `, up to ${formatSize(maxBytes)}`}. Nothing was downloaded.`,
    remedy:
      'Use a window that isn’t private, or another browser. If the object isn’t encrypted, opening a link to it works too.'
  }),
  'download-storage-failed': () => ({
    title: 'Couldn’t write to browser storage',
    meaning: 'The download stopped and no file was saved. The object is unchanged.',
    remedy: 'Retry. If it keeps failing, reload Lockgate or use another browser.'
  }),
  'browser-storage-failed': () => ({
    title: 'Couldn’t save to browser storage',
    meaning: 'Writing failed, or what was read back differs. It may not have been saved.',
    remedy: 'Back up every key that has no copy outside this browser, then reload Lockgate.'
  }),
  'directory-unwritable': () => ({
    title: 'Can’t write to the chosen folder',
    meaning:
      'The disk is full or gone, or the browser is no longer allowed to write there. No partial file was left, and what the gateway stores is unchanged.',
    remedy: 'Free space or connect the disk, then retry. After reloading Lockgate, choose the folder again.'
  })
} satisfies SomeErrors
