// AccessControl over S3.
import {
  GetBucketAclCommand,
  GetObjectAclCommand,
  PutBucketAclCommand,
  PutObjectAclCommand,
  type Grant as SdkGrant,
  type Grantee as SdkGrantee,
  type Owner
} from '@aws-sdk/client-s3'
import type { Acl, Grant, Grantee, Permission } from '../domain/acl'
import { AppError } from '../domain/app-error'
import type { AccessControl, AnonymousAnswer } from '../domain/gateway'
import { notS3, toAddress, toBucket } from './address'
import { askAnonymously } from './ask-anonymously'
import type { Operation } from './error-table'
import type { GatewayClient } from './gateway-client'

const EVERYONE = 'http://acs.amazonaws.com/groups/global/AllUsers'
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'

const PERMISSIONS: readonly Permission[] = ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL']

/** AccessControl over S3. */
export function createAccessControl(gateway: GatewayClient): AccessControl {
  return {
    async ofBucket(bucket: string, signal?: AbortSignal): Promise<Acl> {
      const input = toBucket('GetBucketAcl', bucket)
      return toAcl('GetBucketAcl', await gateway.send('GetBucketAcl', () => new GetBucketAclCommand(input), { signal }))
    },

    async putOfBucket(bucket: string, acl: Acl, signal?: AbortSignal): Promise<void> {
      const input = { ...toBucket('PutBucketAcl', bucket), AccessControlPolicy: toPolicy(acl) }
      await gateway.send('PutBucketAcl', () => new PutBucketAclCommand(input), { signal }).catch(nameUnknownGrantee)
    },

    ofObject(bucket: string, key: string, versionId?: string, signal?: AbortSignal): Promise<Acl> {
      return readObjectAcl(gateway, bucket, key, versionId, signal)
    },

    async putOfObject(bucket: string, key: string, acl: Acl, versionId?: string, signal?: AbortSignal): Promise<void> {
      const address = { ...toAddress('PutObjectAcl', bucket, key), VersionId: versionId }
      const input = { ...address, AccessControlPolicy: toPolicy(acl) }
      await gateway.send('PutObjectAcl', () => new PutObjectAclCommand(input), { signal }).catch(nameUnknownGrantee)
    },

    canAnyoneList(bucket: string, signal?: AbortSignal): Promise<AnonymousAnswer> {
      return askAnonymously(gateway, bucket, '', { 'list-type': '2', 'max-keys': '1' }, signal)
    }
  }
}

export async function readObjectAcl(
  gateway: GatewayClient,
  bucket: string,
  key: string,
  versionId?: string,
  signal?: AbortSignal
): Promise<Acl> {
  const input = { ...toAddress('GetObjectAcl', bucket, key), VersionId: versionId }
  return toAcl('GetObjectAcl', await gateway.send('GetObjectAcl', () => new GetObjectAclCommand(input), { signal }))
}

/** The code alone says "some argument": only the gateway's own sentence tells that it is the grantee. */
function nameUnknownGrantee(error: unknown): never {
  if (!(error instanceof AppError)) throw error
  const { code, detail } = error.details
  const isUnknown =
    (code === 'InvalidArgument' && /^Invalid (CanonicalUser )?id\b/i.test(detail ?? '')) ||
    code === 'UnresolvableGrantByEmailAddress'
  throw isUnknown ? new AppError('grantee-unknown', error.details, { cause: error }) : error
}

function toAcl(
  operation: Operation,
  output: { readonly Owner?: Owner | undefined; readonly Grants?: SdkGrant[] | undefined }
): Acl {
  const { ID: id, DisplayName: displayName } = output.Owner ?? notS3(operation)
  // No list is not an empty one: it would be shown as "no one", and written so.
  const grants = (output.Grants ?? notS3(operation)).map(({ Grantee: given, Permission: permission }): Grant => {
    const grantee = given === undefined ? undefined : toGrantee(given)
    // Left out here, it would be gone with the next write.
    if (grantee === undefined || !isPermission(permission))
      throw new AppError('unexpected', {
        operation,
        reason: 'unknown-grant'
      })
    return { grantee, permission }
  })
  return { owner: { id: id ?? '', displayName }, grants }
}

function isPermission(text: string | undefined): text is Permission {
  return PERMISSIONS.includes(text as Permission)
}

function toGrantee({
  ID: id,
  DisplayName: displayName,
  EmailAddress: email,
  URI: uri
}: SdkGrantee): Grantee | undefined {
  if (uri === EVERYONE) return { type: 'everyone' }
  if (uri === AUTHENTICATED) return { type: 'authenticated' }
  if (uri !== undefined) return { type: 'group', uri }
  if (id !== undefined) return { type: 'user', id, displayName }
  return email === undefined ? undefined : { type: 'email', email }
}

function toPolicy({ owner, grants }: Acl) {
  return {
    Owner: { ID: owner.id, DisplayName: owner.displayName },
    Grants: grants.map(({ grantee, permission }) => ({ Grantee: fromGrantee(grantee), Permission: permission }))
  }
}

function fromGrantee(grantee: Grantee): SdkGrantee {
  switch (grantee.type) {
    case 'everyone':
      return { Type: 'Group', URI: EVERYONE }
    case 'authenticated':
      return { Type: 'Group', URI: AUTHENTICATED }
    case 'group':
      return { Type: 'Group', URI: grantee.uri }
    case 'email':
      return { Type: 'AmazonCustomerByEmail', EmailAddress: grantee.email }
    case 'user':
      return { Type: 'CanonicalUser', ID: grantee.id, DisplayName: grantee.displayName }
  }
}
