// The Digester of the page: two workers at most, the less busy one first.
import type { Digester } from '../../domain/ports'
import type { DigestResult, DigestTask } from './messages'
import { startWorker } from './start-worker'
import { WorkerBridge } from './worker-bridge'

export class WorkerDigester implements Digester {
  readonly #bridges = Array.from(
    { length: Math.max(1, Math.min(2, navigator.hardwareConcurrency - 1)) },
    () => new WorkerBridge<DigestTask, DigestResult>(() => startWorker('digest'))
  )

  async md5Hex(body: Blob, signal?: AbortSignal): Promise<string> {
    const [bridge] = [...this.#bridges].sort((one, other) => one.load - other.load)
    const { md5Hex } = await (bridge as WorkerBridge<DigestTask, DigestResult>).run({ body }, { signal })
    return md5Hex
  }
}
