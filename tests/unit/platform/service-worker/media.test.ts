import { expect, it } from 'vitest'
import {
  answerMedia,
  mediaIdOf,
  mediaPath,
  type MediaPart,
  type MediaQuestion
} from '../../../../src/platform/service-worker/media'

/** A page that answers, and notes what it was asked. */
function rig(part: MediaPart) {
  const asked: MediaQuestion[] = []
  const page = {
    postMessage(question: unknown, [port]: Transferable[]) {
      asked.push(question as MediaQuestion)
      ;(port as MessagePort).postMessage(part)
    }
  }
  return { asked, page }
}

const of = (destination: string, range?: string) =>
  ({ destination, headers: new Headers(range === undefined ? {} : { range }) }) as Pick<
    Request,
    'destination' | 'headers'
  >

const part = { type: 'video/mp4', sizeBytes: 100, startByte: 10, bytes: new Uint8Array(5) }
const id = '0123456789abcdef0123456789abcdef'

it('gives an element the part that the page read, as nothing but its type, and in a sandbox', async () => {
  const { page, asked } = rig(part)
  const answer = await answerMedia(id, of('video', 'bytes=10-'), page)
  expect(asked).toEqual([{ kind: 'media', id, startByte: 10, lastByte: undefined }])
  expect(answer.status).toBe(206)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-range': 'bytes 10-14/100',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store'
  })
  expect((await answer.arrayBuffer()).byteLength).toBe(5)
})

it.each([
  ['a page that is opened', of('document', 'bytes=0-')],
  ['a frame', of('iframe', 'bytes=0-')],
  ['a script', of('script', 'bytes=0-')],
  ['fetch', of('', 'bytes=0-')],
  ['an element that asks for no range', of('video')]
])('has nothing for %s', async (_, request) => {
  const { page, asked } = rig(part)
  const answer = await answerMedia(id, request, page)
  expect([answer.status, await answer.text(), asked]).toEqual([404, '', []])
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
})

it('has nothing where the page is gone, or serves nothing under this name', async () => {
  expect((await answerMedia(id, of('audio', 'bytes=0-'), undefined)).status).toBe(404)
  expect((await answerMedia(id, of('audio', 'bytes=0-'), rig(null).page)).status).toBe(404)
})

it('knows its own addresses, and no other', () => {
  expect(mediaIdOf(mediaPath(id))).toBe(id)
  for (const path of ['preview-media/', `x/${mediaPath(id)}`, `${mediaPath(id)}/x`, `${mediaPath(id)}?x`, 'index.html'])
    expect(mediaIdOf(path)).toBeUndefined()
})
