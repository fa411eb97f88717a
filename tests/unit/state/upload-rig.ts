// Uploads with everything around them. The queue writes down what it is given, and sends it to the gateway in memory.
import type { FolderPrefix } from '../../../src/domain/folder-prefix'
import { AppError } from '../../../src/domain/app-error'
import type { SseKey } from '../../../src/domain/sse-key'
import { Transfers } from '../../../src/state/transfers.svelte'
import type { ChosenFiles } from '../../../src/state/upload-draft.svelte'
import { Uploads } from '../../../src/state/uploads.svelte'
import { ConditionMemory } from '../../../src/transfers/condition-memory'
import { TransferQueue } from '../../../src/transfers/queue'
import type { UploadRequest } from '../../../src/transfers/requests'
import { FakeDigester, FakeJournal, FakeSpool, FastClock } from '../transfers/fakes'
import { HERE, LockedStorage, makeObservations } from './fakes'

class WrittenQueue extends TransferQueue {
  readonly requests: UploadRequest[] = []
  override enqueueUpload(request: UploadRequest): string {
    this.requests.push(request)
    return super.enqueueUpload(request)
  }
}

export function chooseFiles(...paths: readonly string[]): ChosenFiles {
  return { files: paths.map((path) => ({ path, file: new File([path], path) })), leftOut: [] }
}

/** @param defaultKeyId of the bucket `lab`, which is open. */
export async function makeUploads(list: readonly SseKey[], defaultKeyId?: string, endpoint = HERE) {
  const rig = await makeObservations(list)
  const storage = new LockedStorage(endpoint)
  if (defaultKeyId !== undefined) rig.settings.set(endpoint, 'lab', defaultKeyId)
  await rig.observations.open(storage, 'lab')
  const queue = new WrittenQueue({
    digester: new FakeDigester(),
    journal: new FakeJournal(),
    lockMemory: rig.memory,
    spool: new FakeSpool(storage),
    clock: new FastClock(),
    conditions: new ConditionMemory(),
    holdKey: (id, use) => rig.keys.hold(id, use),
    assertKeyStored: (id) => rig.keys.assertStored(id),
    mustEncrypt: async (account, bucket) => (await rig.settings.get(account, bucket)).encryption !== undefined,
    markKeyUsed: () => {}
  })
  const engine = { isThere: true }
  const load = () => (engine.isThere ? Promise.resolve(queue) : Promise.reject(new AppError('unreachable')))
  const uploads = new Uploads(new Transfers(load), rig.keys, rig.observations)
  const begin = async (prefix: FolderPrefix, ...paths: readonly string[]) => {
    const target = { storage, bucket: 'lab', prefix }
    uploads.show(target)
    await uploads.begin(target, chooseFiles(...paths))
    return uploads.draft!
  }
  const defaultOfLab = () => rig.settings.kept.get(`${endpoint} lab`)?.defaultKeyId
  return { ...rig, storage, queue, engine, uploads, begin, defaultOfLab }
}
