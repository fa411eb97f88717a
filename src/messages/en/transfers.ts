// Uploads and downloads: how far they are, how they ended and what was verified.
import type { UploadSetting } from '../../domain/upload-headers'
import { formatCount, formatDuration, formatSize, plural } from '../format'
import { listed } from './editing'

const count = (n: number): string => plural(n, { one: 'transfer', other: 'transfers' })
const filesOf = (n: number, sizeBytes: number): string =>
  `${plural(n, { one: 'file', other: 'files' })}, ${formatSize(sizeBytes)}`

export const transfers = {
  title: 'Transfers',
  none: 'No transfers',
  purpose: 'Uploads and downloads appear here with their progress and verification. Drop files on a bucket to start.',
  retryFailed: 'Retry failed',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  cancelAll: 'Cancel all',
  clearFinished: 'Clear finished',
  backlog: {
    waiting: (n: number) => `And ${formatCount(n)} more waiting`,
    user: (n: number) => `And ${formatCount(n)} more paused`,
    failures: (n: number) =>
      `And ${formatCount(n)} more paused: too many failures. Check the errors below, then resume.`
  },
  earlier: (n: number, unverifiedCount: number) =>
    `${plural(n, { one: 'earlier transfer', other: 'earlier transfers' })} done, ` +
    (unverifiedCount === 0 ? 'all verified' : `${formatCount(unverifiedCount)} not fully verified`),
  timeLeft: (seconds: number) => `${formatDuration(seconds)} left`,
  summary: {
    underWay: count,
    done: (n: number) => `${count(n)} done`,
    cancelled: (n: number) => `${count(n)} canceled`,
    paused: (n: number) => `${count(n)} paused`,
    pausedToo: (n: number) => `${formatCount(n)} paused`,
    failed: (n: number) => `${count(n)} failed`,
    failedToo: (n: number) => `${formatCount(n)} failed`,
    left: (n: number) => plural(n, { one: 'unfinished download', other: 'unfinished downloads' }),
    nothing: 'No active transfers',
    rate: 'Transfer rate over the last minute'
  },
  wait: {
    network: 'Waiting for the network…',
    retryIn: (problem: string, seconds: number) => `${problem}; retrying in ${formatDuration(seconds)}`,
    retrying: (problem: string) => `${problem}; retrying…`
  },
  row: {
    progress: {
      upload: (name: string) => `Upload of ${name}`,
      download: (name: string) => `Download of ${name}`
    },
    sizeOf: (doneBytes: number, sizeBytes: number) => `${formatSize(doneBytes)} of ${formatSize(sizeBytes)}`,
    partsUnderWay: (n: number) => `${plural(n, { one: 'part', other: 'parts' })} in progress`,
    waiting: 'Waiting',
    waitingAt: (place: number) => (place === 1 ? 'Waiting · next' : `Waiting · number ${formatCount(place)} in line`),
    paused: 'Paused',
    /** Of one that is paused or failed. */
    kept: {
      upload: (keptBytes: number) => `${formatSize(keptBytes)} stored so far`,
      download: (keptBytes: number) => `${formatSize(keptBytes)} received so far`
    },
    startedOver: 'Starting over: the gateway no longer had the sent parts',
    verifying: 'Verifying…',
    readAgain: 'Checking what was received…',
    verified: 'Verified',
    sizeChecked: { upload: 'Uploaded, size checked', download: 'Saved, size checked' },
    notVerified: { upload: 'Uploaded (not verified)', download: 'Saved (not verified)' },
    archive: {
      files: (addedCount: number, fileCount: number) =>
        `${formatCount(addedCount)} of ${plural(fileCount, { one: 'file', other: 'files' })}`,
      all: (n: number) => plural(n, { one: 'file', other: 'files' }),
      missing: (missingCount: number, n: number) =>
        `${formatCount(missingCount)} of ${plural(n, { one: 'file', other: 'files' })} missing`,
      missingSoFar: (n: number) => `${formatCount(n)} missing`,
      missingList: (name: string) => `Missing from ${name}`,
      renamed: (n: number) => `${formatCount(n)} renamed`
    },
    sentWithoutKey: 'Sent without a key',
    settings: {
      kept: 'Headers verified',
      lost: (some: readonly UploadSetting[]) => `Not stored as sent: ${listed(some)}`,
      unseen: (some: readonly UploadSetting[], reason: string) => `Not checked: ${listed(some)} (${reason})`,
      hidden: 'hidden from browsers by CORS'
    },
    encryptionUnknown: 'Encryption could not be checked',
    cancelled: {
      removing: 'Canceled. Removing what was sent…',
      removed: 'Canceled',
      'kept-parts':
        'Canceled. The gateway didn’t confirm removal: sent parts may remain in the bucket’s unfinished uploads.',
      'kept-object': 'Canceled, but an object was stored. Check its folder.'
    },
    startFirst: 'Start next (Alt+↑ or Alt+↓: one place up or down)',
    startFirstOf: (name: string) => `Start ${name} next`,
    pause: 'Pause',
    pauseOf: (name: string) => `Pause ${name}`,
    cannotPause: 'Can’t be paused: its last request is in progress',
    resume: 'Resume',
    resumeOf: (name: string) => `Resume ${name}`,
    retryOf: (name: string) => `Retry ${name}`,
    saveAgain: 'Save again',
    saveAgainOf: (name: string) => `Save ${name} again`,
    fileGone: 'The received file is no longer available. Download the object again.',
    cancelOf: (name: string) => `Cancel ${name}`,
    cancelVerifyingOf: (name: string) => `Cancel verifying ${name}`,
    cancelVerifying: 'Cancel verifying. The uploaded object stays.',
    chooseKey: 'Choose its key',
    openFolder: 'Open folder',
    otherProfile: (host: string, userId: string | undefined) =>
      userId === undefined
        ? `Switch to a profile for ${host} to open its folder.`
        : `Switch to a profile of ${userId} for ${host} to open its folder.`
  },
  accountPaused: (n: number) =>
    `${plural(n, { one: 'transfer is', other: 'transfers are' })} paused because {host} rejects these credentials.`,
  bucketPaused: (n: number) =>
    `${plural(n, { one: 'transfer', other: 'transfers' })} of bucket {bucket} on {host} paused for this reason.`,
  storagePaused: (n: number) => `${plural(n, { one: 'download is', other: 'downloads are' })} paused for this reason.`,
  openProfiles: 'Open profiles',
  openBucket: 'Open bucket settings',
  openBuckets: 'Open buckets',
  journalled: {
    title: 'Unfinished uploads',
    what: 'From earlier sessions of this browser, and from its other tabs.',
    count: (n: number) => plural(n, { one: 'unfinished upload', other: 'unfinished uploads' }),
    notStarted: (n: number) => `${plural(n, { one: 'file', other: 'files' })} not yet uploaded`,
    progress: (name: string) => `Unfinished upload of ${name}`,
    resume: 'Resume',
    resumeOf: (name: string) => `Resume ${name}`,
    resumeAll: 'Resume all',
    chooseFile: 'Choose file…',
    chooseFiles: 'Choose files…',
    chooseFolder: 'Choose folder…',
    of: (name: string) => `for ${name}`,
    startOver: 'Start over',
    startOverOf: (name: string) => `Start ${name} over`,
    comparing: 'Comparing the file with its sent parts…',
    inOtherTab: 'In another tab',
    ofProfile: (name: string) => `Belongs to profile ${name}`,
    noProfile: (host: string) => `No profile for this account on ${host}`,
    switchTo: 'Switch profile',
    forget: 'Remove from list',
    forgetOf: (name: string) => `Remove ${name} from the list`,
    forgetTitle: (n: number) => `Remove ${plural(n, { one: 'file', other: 'files' })} from the list`,
    nothingSent:
      'No part of these files is kept on the gateway. A small one that was being sent may be there. The files on your disk are not touched.',
    partsStay: 'Sent parts stay on the gateway. A profile for this account can abort the upload on its bucket’s page.',
    differentFile: 'This is a different file: its size, date or content differs. Nothing was sent.',
    keptChanged: 'The file on your disk has changed. Choose it again, or abort this upload.',
    keptGone: 'The file is no longer where it was. Choose it again.',
    notPermitted: 'The browser didn’t allow reading the file. Resume again and allow it, or choose the file.',
    notChosen: (n: number) =>
      `${plural(n, { one: 'file was', other: 'files were' })} not among those you chose (compared by name, size and date).`
  },
  left: {
    title: 'Unfinished downloads',
    what: 'What was received is kept in this browser. Resume checks it again and downloads the rest.',
    discard: 'Discard',
    discardOf: (name: string) => `Discard what was downloaded of ${name}`,
    interrupted: {
      archive: (n: number, sizeBytes: number) => `Interrupted, ZIP file not saved · ${filesOf(n, sizeBytes)}`,
      directory: (n: number, sizeBytes: number) =>
        `Interrupted, finished files are in the folder · ${filesOf(n, sizeBytes)}`,
      each: (n: number, sizeBytes: number) =>
        `Interrupted, finished files went to the browser’s downloads · ${filesOf(n, sizeBytes)}`
    },
    selectionGone: 'The selection was too large to keep. Select the objects again.',
    ofProfile: (name: string) => `Belongs to profile ${name}`,
    noProfile: (host: string) => `No profile for this account on ${host}`,
    switchTo: 'Switch profile'
  },
  batch: {
    list: 'Downloads of several files',
    downloadOf: (what: string) => `Download of ${what}`,
    into: 'into {folder}',
    progress: (objectCount: number) => `Download of ${plural(objectCount, { one: 'object', other: 'objects' })}`,
    pause: 'Pause download',
    resume: 'Resume download',
    cancel: 'Cancel download',
    starting: 'Starting…',
    saved: (savedCount: number, verifiedCount: number) =>
      savedCount === 0
        ? `${formatCount(0)} saved`
        : verifiedCount === savedCount
          ? `${formatCount(savedCount)} saved, all verified`
          : `${formatCount(savedCount)} saved, ${formatCount(verifiedCount)} verified, ${formatCount(savedCount - verifiedCount)} size checked`,
    failed: (n: number) => `${formatCount(n)} failed`,
    cancelled: (n: number) => `${formatCount(n)} canceled`,
    same: (n: number) => `${formatCount(n)} already there with the same checksum`,
    skipped: (n: number) => `${formatCount(n)} skipped (already exist)`,
    stopped: 'Canceled; saved files are kept',
    pausedByUser: 'Paused; saved files are kept',
    paused: 'Paused: too many failures. Check the errors below, then resume.',
    renamed: (n: number) => `${plural(n, { one: 'file', other: 'files' })} saved under another name`
  }
}
