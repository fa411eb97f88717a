import { expect, it } from 'vitest'
import { AppError } from '../../../../src/domain/app-error'
import type { RangeRequest } from '../../../../src/domain/gateway'
import { openObject, type PreviewTarget } from '../../../../src/operations/preview/object-bytes'

const { signal } = new AbortController()

/** An object that answers ranges, and notes them. */
function rig(
  content: string,
  about: { readonly etag?: string; readonly listedEtag?: string; readonly hidesHeaders?: boolean } = {}
) {
  const { etag = 'e1', listedEtag = etag, hidesHeaders = false } = about
  const now = { content, etag }
  const asked: RangeRequest[] = []
  const gateway = {
    properties: {
      readRange: async (request: RangeRequest) => {
        asked.push(request)
        if (request.etag !== undefined && request.etag !== now.etag) throw new AppError('object-changed')
        const all = new TextEncoder().encode(now.content)
        return {
          bytes: all.slice(request.startByte, request.startByte + request.byteCount),
          etag: hidesHeaders ? undefined : now.etag,
          sizeBytes: hidesHeaders ? undefined : all.length
        }
      }
    },
    storage: { headObject: async () => ({ sizeBytes: now.content.length, etag: now.etag }) }
  } as unknown as PreviewTarget['gateway']
  const entry = { key: 'notes.txt', sizeBytes: content.length, modifiedAtMs: 0, etag: listedEtag }
  return { now, asked, target: { gateway, bucket: 'b', entry, sseKey: undefined } }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

it('reads the beginning, and what is asked for, on the condition of the ETag that was listed', async () => {
  const { target, asked } = rig('0123456789')
  const { source, head } = await openObject(target, 4, signal)
  expect([text(head), source.sizeBytes]).toEqual(['0123', 10])
  expect(text(await source.read(4, 7))).toBe('456')
  expect(asked.map(({ etag, startByte, byteCount }) => [etag, startByte, byteCount])).toEqual([
    ['e1', 0, 4],
    ['e1', 4, 3]
  ])
})

it('never mixes two objects', async () => {
  const { target, now } = rig('0123456789')
  const { source } = await openObject(target, 4, signal)
  now.etag = 'e2'
  await expect(source.read(4, 7)).rejects.toMatchObject({ kind: 'object-changed' })
})

it('holds to the ETag of the first answer where the listing gave none', async () => {
  const { target, asked } = rig('0123456789', { listedEtag: '' })
  const { source } = await openObject(target, 4, signal)
  await source.read(4, 5)
  expect(asked.map(({ etag }) => etag)).toEqual([undefined, 'e1'])
})

it('asks for nothing of an empty object, and for no more than there is', async () => {
  const empty = rig('', { etag: 'd41d8cd98f00b204e9800998ecf8427e' })
  expect((await openObject(empty.target, 4, signal)).head).toHaveLength(0)
  expect(empty.asked).toEqual([])
  const small = rig('01')
  await openObject(small.target, 4, signal)
  expect(small.asked[0]).toMatchObject({ startByte: 0, byteCount: 2 })
})

it('takes size and ETag of a large object from a HEAD', async () => {
  const { target, asked } = rig('0123456789', { listedEtag: 'd41d8cd98f00b204e9800998ecf8427e' })
  const { source } = await openObject({ ...target, entry: { ...target.entry, sizeBytes: 0 } }, 4, signal)
  expect(source.sizeBytes).toBe(10)
  expect(asked[0]).toMatchObject({ etag: 'e1', byteCount: 4 })
})

it('refuses fewer bytes than there are', async () => {
  const { target, now } = rig('0123456789', { hidesHeaders: true })
  const { source } = await openObject(target, 4, signal)
  now.content = '01234'
  await expect(source.read(4, 7)).rejects.toMatchObject({ kind: 'truncated' })
})
