// What can be shown as code: a task on the screen, where it happens, and why some tool cannot do it. Knows no tool's syntax.
import type { Acl, CannedAcl } from '../acl'
import type { Versioning } from '../bucket'
import { COMPARED_HEADERS } from '../editing'
import type { FolderPrefix } from '../folder-prefix'
import { isCopyIndependent } from '../object-copies'
import { isAnonymousProfile, type Profile } from '../profile'
import { isTokenProfile } from '../rgw-token'
import type { UploadHeaders } from '../upload-headers'
import type { BucketTask } from './bucket-tasks'

export const CODE_TOOLS = ['boto3', 'boto', 'aws', 's3cmd', 'rclone', 'curl'] as const
export type CodeTool = (typeof CODE_TOOLS)[number]

/** The file in which a user keeps an SSE-C key, as Lockgate saves it: 32 characters, or base64 of 32 bytes. */
export interface KeyFile {
  readonly fileName: string
  readonly form: 'keystring' | 'binary'
}

/** An object, and the key that it is encrypted with. */
interface ObjectPlace {
  readonly bucket: string
  readonly key: string
  readonly keyFile?: KeyFile | undefined
}

export interface CodeFile {
  /** From the current folder, with its folders. */
  readonly fileName: string
  readonly key: string
  /** Blank: the tool's own guess. */
  readonly contentType: string
}

export interface CopiedObject {
  readonly key: string
  readonly targetKey: string
  /** Undefined: the latest. */
  readonly versionId?: string | undefined
}

/** All that is below a prefix goes below another one. */
export interface CopiedFolder {
  readonly prefix: string
  readonly targetPrefix: string
}

/**
 * A copy or move of objects whose encryption isn't known: the code looks at each, without a key first, and leaves alone what it can't
 * open. No folder overlaps with a destination in the same bucket.
 */
export interface FolderCopyTask {
  readonly kind: 'copy-folder' | 'move-folder'
  readonly bucket: string
  readonly targetBucket: string
  /** Of the bucket of the sources; undefined: not known. */
  readonly versioning: Versioning | undefined
  /** Where the copies go with another account; undefined: with this one. */
  readonly targetPlace?: CodePlace | undefined
  readonly folders: readonly CopiedFolder[]
  readonly files: readonly CopiedObject[]
  /** The keys that may open the sources. */
  readonly sourceKeyFiles: readonly KeyFile[]
  /** `keep`: each copy has its source's key, or none; else the key of all copies, or none. */
  readonly encryption: 'keep' | KeyFile | undefined
}

/** Sets everything that an object has beside its bytes. */
export interface AttributesTask {
  readonly kind: 'set-attributes'
  readonly bucket: string
  readonly key: string
  readonly tags: Readonly<Record<string, string>>
  /** Undefined: its tags alone. */
  readonly rewrite?: Rewrite | undefined
}

/** A copy of an object onto itself keeps only its bytes. */
export interface Rewrite {
  /** Of the object as it was seen, without quotes. */
  readonly etag: string
  readonly headers: Partial<Readonly<Record<CopiedHeader, string>>>
  readonly metadata: Readonly<Record<string, string>>
  readonly acl: Acl
  /** False: it is encrypted, or CopyObject is no copy of it. */
  readonly isSafe: boolean
}

/** Opens a text in an editor, and uploads it over what was read, with all that the object has beside its bytes. */
export interface EditTask {
  readonly kind: 'edit-text'
  readonly bucket: string
  readonly key: string
  /** In the current folder. */
  readonly fileName: string
  readonly keyFile?: KeyFile | undefined
  /** Of the object as it was read, without quotes. */
  readonly etag: string
  /** Or may have some: gateways refuse every condition on it then. */
  readonly hasVersions: boolean
  readonly headers: Partial<Readonly<Record<CopiedHeader, string>>>
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  readonly acl: Acl
}

export const COPIED_HEADERS = [...COMPARED_HEADERS, 'storageClass'] as const
export type CopiedHeader = (typeof COPIED_HEADERS)[number]

export type CodeTask =
  | BucketTask
  | {
      readonly kind: 'list-objects'
      readonly bucket: string
      readonly prefix: string
      /** Every key below the prefix. */
      readonly isFlat: boolean
    }
  /** `text`: as the search by name takes it; nothing beside what is below the prefix is searched. */
  | { readonly kind: 'search'; readonly bucket: string; readonly prefix: FolderPrefix; readonly text: string }
  | ({ readonly kind: 'read-object' } & ObjectPlace)
  | {
      readonly kind: 'upload'
      readonly bucket: string
      readonly files: readonly CodeFile[]
      readonly keyFile?: KeyFile | undefined
      /** For every file. */
      readonly headers?: UploadHeaders | undefined
      readonly acl?: CannedAcl | 'bucket-owner-full-control' | undefined
    }
  | ({
      readonly kind: 'download'
      readonly fileName: string
      /** Undefined: the latest. */
      readonly versionId?: string | undefined
    } & ObjectPlace)
  | {
      readonly kind: 'download-many'
      readonly bucket: string
      /** Files get their names from there. */
      readonly prefix: string
      readonly keys: readonly string[]
      /** All that is below them. */
      readonly prefixes: readonly string[]
      /** The one key of all that is encrypted. */
      readonly keyFile?: KeyFile | undefined
    }
  | { readonly kind: 'delete-version'; readonly bucket: string; readonly key: string; readonly versionId: string }
  | { readonly kind: 'link'; readonly bucket: string; readonly key: string; readonly lifetimeSeconds: number }
  /** Of the bucket where no key is named. */
  | { readonly kind: 'read-acl'; readonly bucket: string; readonly key?: string | undefined }
  | {
      readonly kind: 'set-acl'
      readonly bucket: string
      readonly key?: string | undefined
      readonly before: Acl
      readonly acl: Acl
    }
  | {
      readonly kind: 'delete'
      readonly bucket: string
      readonly keys: readonly string[]
      /** All that is below them. */
      readonly prefixes: readonly string[]
    }
  | AttributesTask
  | EditTask
  | FolderCopyTask
  /** A move deletes each object once its copy was compared with it; `restore`: a version becomes the latest. */
  | {
      readonly kind: 'copy' | 'move' | 'restore'
      readonly bucket: string
      readonly targetBucket: string
      /** Of the bucket of the sources; undefined: not known. */
      readonly versioning: Versioning | undefined
      /** Where the copies go with another account; undefined: with this one. */
      readonly targetPlace?: CodePlace | undefined
      readonly objects: readonly CopiedObject[]
      /** The key that opens the sources. */
      readonly sourceKeyFile?: KeyFile | undefined
      /** The key that the copies are encrypted with. */
      readonly keyFile?: KeyFile | undefined
    }

export type CodeTaskKind = CodeTask['kind']
export type TaskOf<Kind extends CodeTaskKind> = Extract<CodeTask, { readonly kind: Kind }>
/** A copy and a move are one type. */
export type CopyTask = Extract<CodeTask, { readonly objects: readonly CopiedObject[] }>

export function isCopy(task: CodeTask): task is CopyTask {
  return 'objects' in task
}

export function isFolderCopy(task: CodeTask): task is FolderCopyTask {
  return 'folders' in task
}

/** Where copies go with another account; undefined: with this one, or it is no copy. */
export function targetPlaceOf(task: CodeTask): CodePlace | undefined {
  return 'targetPlace' in task ? task.targetPlace : undefined
}

/**
 * The bytes pass through the computer that runs the code: CopyObject takes no key, its copy may be lost with its source, and it reads
 * with the account that writes. Of a folder: all objects, even the unencrypted ones.
 */
export function goesThroughHere(task: CopyTask | FolderCopyTask): boolean {
  const { versioning, targetPlace } = task
  if (targetPlace !== undefined) return true
  if (isFolderCopy(task)) return typeof task.encryption === 'object' || !isCopyIndependent(versioning, undefined)
  return keyFilesOf(task).length > 0 || task.objects.some(({ versionId }) => !isCopyIndependent(versioning, versionId))
}

/** Of a task: the backups of keys that its code reads. */
export function keyFilesOf(task: CodeTask): readonly KeyFile[] {
  const files = isFolderCopy(task)
    ? [...task.sourceKeyFiles, ...(typeof task.encryption === 'object' ? [task.encryption] : [])]
    : ['sourceKeyFile' in task ? task.sourceKeyFile : undefined, 'keyFile' in task ? task.keyFile : undefined].filter(
        (file) => file !== undefined
      )
  return files.filter(({ fileName }, index) => files.findIndex((file) => file.fileName === fileName) === index)
}

/** What code may know of a profile: no credential. */
export interface CodePlace {
  readonly endpoint: string
  readonly region: string
  readonly pathStyle: boolean
  readonly isAnonymous: boolean
  readonly hasSessionToken: boolean
  /** The access key is a token with a password in it, and the secret key is blank. */
  readonly isToken: boolean
}

/** In the environment: the credentials of the account in use, as most tools name them. */
export const SOURCE_VARIABLES = {
  accessKey: 'AWS_ACCESS_KEY_ID',
  secretKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN'
} as const

/** In the environment: the credentials of the account that copies go to, where it is another one. */
export const TARGET_VARIABLES = {
  accessKey: 'TARGET_AWS_ACCESS_KEY_ID',
  secretKey: 'TARGET_AWS_SECRET_ACCESS_KEY',
  sessionToken: 'TARGET_AWS_SESSION_TOKEN'
} as const

export function placeOf(profile: Profile): CodePlace {
  const { endpoint, region, pathStyle, sessionToken } = profile
  return {
    ...{ endpoint, region, pathStyle },
    isAnonymous: isAnonymousProfile(profile),
    hasSessionToken: sessionToken !== undefined,
    isToken: isTokenProfile(profile)
  }
}

/**
 * Why a tool cannot do a task. `name`: not with an object of this name, or two of these would be saved as one file; `wildcard`: it takes `*` and `?` for wildcards; `key-over-http`:
 * the key would travel in the open; `needs-https`: the tool sends keys over https only; `no-safe-copy`: by itself it copies inside the
 * gateway, where a key may be answered with 200 and ignored, and a copy may be lost with its source; `no-tags`: it can't tag an existing
 * object, and changing a header may reset the tags; `no-condition`: an upload could replace what someone else has written; `no-single-abort`: it aborts all unfinished uploads that are old enough.
 */
export type CodeLimit =
  | 'name'
  | 'wildcard'
  | 'key-over-http'
  | 'needs-https'
  | 'no-sse-c'
  | 'no-acl'
  | 'whole-acl'
  | 'no-policy'
  | 'no-link'
  | 'no-listing'
  | 'no-placement'
  | 'no-anonymous'
  | 'no-account'
  | 'no-safe-copy'
  | 'no-folder-copy'
  | 'no-across'
  | 'no-versions'
  | 'no-setting'
  | 'no-tags'
  | 'no-condition'
  | 'no-cors'
  | 'no-single-abort'
  | 'no-search'

export interface Code {
  /** Ends in a line break. Holds no credential. */
  readonly text: string
}

export type CodeResult = Code | { readonly cannot: CodeLimit }

/** Thrown by a tool's writer; becomes a result in `write-code`. */
export class CannotWrite extends Error {
  readonly limit: CodeLimit

  constructor(limit: CodeLimit) {
    super(limit)
    this.limit = limit
  }
}
