// Access control lists as S3 has them: an owner, and grants of permissions to users and groups. Pure.

export type Permission = 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL'

export type CannedAcl = 'private' | 'public-read' | 'public-read-write' | 'authenticated-read'

export type Grantee =
  | { readonly type: 'user'; readonly id: string; readonly displayName?: string | undefined }
  | { readonly type: 'email'; readonly email: string }
  | { readonly type: 'everyone' }
  | { readonly type: 'authenticated' }
  /** A group that Lockgate has no name for, by its URI; kept as it is. */
  | { readonly type: 'group'; readonly uri: string }

export interface Grant {
  readonly grantee: Grantee
  readonly permission: Permission
}

export interface Acl {
  readonly owner: { readonly id: string; readonly displayName?: string | undefined }
  readonly grants: readonly Grant[]
}
