// What an answer does not say is not taken for done or for nothing.
import { expect, test } from 'vitest'
import { createGateway } from '../../../src/s3/s3-gateway'
import { answering, profile } from './sample'

const xml = (body: string) =>
  createGateway(profile, {
    requestHandler: answering({ status: 200, headers: { 'content-type': 'application/xml' }, body })
  })
const targets = [{ key: 'a' }, { key: 'b' }]

test('objects are deleted when the gateway names them, not when it says nothing of them', async () => {
  const deleted = (key: string) => `<Deleted><Key>${key}</Key></Deleted>`
  const both = xml(`<DeleteResult>${deleted('a')}${deleted('b')}</DeleteResult>`)
  expect(await both.versions.deleteBatch('lab', targets)).toEqual([])
  const failed = '<Error><Key>b</Key><Code>AccessDenied</Code><Message>no</Message></Error>'
  const one = xml(`<DeleteResult>${deleted('a')}${failed}</DeleteResult>`)
  expect(await one.versions.deleteBatch('lab', targets)).toMatchObject([
    { item: { key: 'b' }, error: { kind: 'access-denied' } }
  ])
  for (const body of ['', '<DeleteResult></DeleteResult>', `<DeleteResult>${deleted('a')}</DeleteResult>`])
    await expect(xml(body).versions.deleteBatch('lab', targets), body).rejects.toMatchObject({ kind: 'not-s3' })
})

test('an object has no tags when the gateway says so, not when it says nothing', async () => {
  const none = '<Tagging><TagSet></TagSet></Tagging>'
  expect(await xml(none).properties.tagsOf('lab', 'a')).toEqual({})
  await expect(xml('').properties.tagsOf('lab', 'a')).rejects.toMatchObject({ kind: 'not-s3' })
})
