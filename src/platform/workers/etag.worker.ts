// Digests what the worker of downloads receives, on a thread of its own.
import { Md5Lanes } from '../../crypto/md5-lanes'
import { EtagDigests } from './etag-digests'
import type { EtagAnswer, EtagRequest } from './messages'

/** Three parts of 16 MiB, in pieces of 1 MiB, which wait for the fourth. */
const MAX_HELD = 48

const answer = (message: EtagAnswer, transfer: ArrayBuffer[] = []): void => postMessage(message, { transfer })

const lanes = await Md5Lanes.create()
const digests = new EtagDigests(lanes, MAX_HELD, (buffer) => answer({ kind: 'free', buffer }, [buffer]))
addEventListener('message', ({ data: request }: MessageEvent<EtagRequest>) => {
  if (request.kind === 'begin') digests.begin(request.id, request.plan)
  else if (request.kind === 'update') digests.update(request.id, request.bytes)
  else if (request.kind === 'drop') digests.drop(request.id)
  else answer({ kind: 'etag', id: request.id, etag: digests.etag(request.id) })
})
answer({ kind: 'ready' })
