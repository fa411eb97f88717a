// ACLs as they travel: nothing that was read is lost on the way back, and what cannot be kept is not read.
import { expect, it } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import { answering, profile, s3Error } from './sample'

const policy = (grants: string) =>
  `<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>a</ID></Owner><AccessControlList>${grants}</AccessControlList></AccessControlPolicy>`
const grantee = (type: string, content: string) =>
  `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${content}</Grantee>`

function open(...answers: Parameters<typeof answering>) {
  const requestHandler = answering(...answers)
  return { requestHandler, access: createGateway(profile, { requestHandler }).access }
}

it('reads every grantee that there is', async () => {
  const grant = (who: string) => `<Grant>${who}<Permission>READ</Permission></Grant>`
  const all = 'http://acs.amazonaws.com/groups/global/AllUsers'
  const { access } = open({
    status: 200,
    body: policy(
      grant(grantee('CanonicalUser', '<ID>b</ID><DisplayName>B</DisplayName>')) +
        grant(grantee('Group', `<URI>${all}</URI>`)) +
        grant(grantee('Group', '<URI>urn:other</URI>'))
    )
  })
  expect((await access.ofBucket('b')).grants.map((one) => one.grantee)).toEqual([
    { type: 'user', id: 'b', displayName: 'B' },
    { type: 'everyone' },
    { type: 'group', uri: 'urn:other' }
  ])
})

it.each([
  `<Grant>${grantee('Referer', '<URL>x</URL>')}<Permission>READ</Permission></Grant>`,
  `<Grant>${grantee('CanonicalUser', '<ID>b</ID>')}<Permission>DREAM</Permission></Grant>`,
  `<Grant>${grantee('CanonicalUser', '<ID>b</ID>')}</Grant>`
])('refuses to read what it could not write back: %s', async (grant) => {
  const { access } = open({ status: 200, body: policy(grant) })
  await expect(access.ofBucket('b')).rejects.toMatchObject({ kind: 'unexpected' })
})

it('tells an unknown account apart from other arguments', async () => {
  const acl = { owner: { id: 'a' }, grants: [] }
  const refused = (code: string, message: string) => open(s3Error(400, code, message)).access.putOfBucket('b', acl)
  await expect(refused('InvalidArgument', 'Invalid id')).rejects.toMatchObject({ kind: 'grantee-unknown' })
  await expect(refused('InvalidArgument', 'Invalid CanonicalUser id')).rejects.toMatchObject({
    kind: 'grantee-unknown'
  })
  await expect(refused('UnresolvableGrantByEmailAddress', 'Who?')).rejects.toMatchObject({ kind: 'grantee-unknown' })
  await expect(refused('InvalidArgument', 'Invalid group uri')).rejects.toMatchObject({ kind: 'request-refused' })
})

it('sends the whole ACL as XML, and no grant header', async () => {
  const { access, requestHandler } = open({ status: 200 })
  const odd = { type: 'group', uri: 'http://groups.example/&<>' } as const
  await access.putOfObject('b', 'k', { owner: { id: 'a' }, grants: [{ grantee: odd, permission: 'READ' }] })
  const [request] = requestHandler.requests
  expect(String(request?.body)).toContain('<URI>http://groups.example/&amp;&lt;&gt;</URI>')
  expect(Object.keys(request?.headers ?? {}).filter((name) => /x-amz-(acl|grant)/.test(name))).toEqual([])
})
