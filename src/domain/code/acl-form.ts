// An ACL as tools write it: a canned one where it is just that, else its grants as a structure or XML. Pure.
import { cannedAclOf, type Acl, type CannedAcl, type Grantee } from '../acl'

const EVERYONE = 'http://acs.amazonaws.com/groups/global/AllUsers'
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'

/** Only where a canned ACL grants exactly this: it would take grants to users away. */
export function exactCannedAclOf(acl: Acl): CannedAcl | undefined {
  const hasOthers = acl.grants.some(({ grantee }) => grantee.type === 'user' && grantee.id !== acl.owner.id)
  return hasOthers || acl.grants.some(({ grantee }) => grantee.type === 'email' || grantee.type === 'group')
    ? undefined
    : cannedAclOf(acl)
}

/** As boto3 and aws-cli name its parts. */
export function toAccessControlPolicy({ owner, grants }: Acl): Readonly<Record<string, unknown>> {
  return {
    Owner: { ID: owner.id },
    Grants: grants.map(({ grantee, permission }) => ({ Grantee: partsOf(grantee), Permission: permission }))
  }
}

/** The body of PutBucketAcl and PutObjectAcl, on one line. */
export function toAclXml({ owner, grants }: Acl): string {
  const all = grants.map(({ grantee, permission }) => {
    const { Type, ...parts } = partsOf(grantee)
    const [[name = '', value = ''] = []] = Object.entries(parts)
    const xsi = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${Type}"`
    return `<Grant><Grantee ${xsi}><${name}>${escapeXml(value)}</${name}></Grantee><Permission>${permission}</Permission></Grant>`
  })
  const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
  return `<AccessControlPolicy ${namespace}><Owner><ID>${escapeXml(owner.id)}</ID></Owner><AccessControlList>${all.join('')}</AccessControlList></AccessControlPolicy>`
}

function partsOf(grantee: Grantee): { readonly Type: string; readonly [part: string]: string } {
  switch (grantee.type) {
    case 'user':
      return { Type: 'CanonicalUser', ID: grantee.id }
    case 'email':
      return { Type: 'AmazonCustomerByEmail', EmailAddress: grantee.email }
    case 'everyone':
      return { Type: 'Group', URI: EVERYONE }
    case 'authenticated':
      return { Type: 'Group', URI: AUTHENTICATED }
    case 'group':
      return { Type: 'Group', URI: grantee.uri }
  }
}

/** For text, and for attributes in double quotes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
}
