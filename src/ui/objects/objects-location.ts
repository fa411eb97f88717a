// Where the page of objects is, and the dialog that is open there.
import type { FolderPrefix } from '../../domain/folder-prefix'
import type { Gateway } from '../../domain/gateway'
import type { ObjectEntry } from '../../domain/object-entry'
import type { Selection } from '../../domain/selection'

export interface Folder {
  readonly gateway: Gateway
  readonly bucket: string
  /** `''`: the bucket itself. */
  readonly prefix: FolderPrefix
}

export interface ObjectsLocation extends Folder {
  /** The key of the object that is open beside the rows. */
  readonly object?: string | undefined
}

/** A dialog, and what it is about. */
export type DialogSubject =
  | { readonly kind: 'new-text' | 'new-folder' | 'sync' }
  | {
      readonly kind: 'download' | 'access' | 'attributes' | 'delete' | 'copy' | 'rename'
      readonly selection: Selection
    }
  | { readonly kind: 'edit' | 'preview' | 'key' | 'key-of-download' | 'key-of-preview'; readonly entry: ObjectEntry }

/** As it was when the dialog opened. */
export type OpenedDialog = Folder & DialogSubject

export function isSameFolder(one: Folder, other: Folder): boolean {
  return one.gateway === other.gateway && one.bucket === other.bucket && one.prefix === other.prefix
}
