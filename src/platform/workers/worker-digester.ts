// The Digester of the page: one worker, which digests parts faster than a network takes them.
import type { Digester } from '../../domain/ports'
import type { DigestResult, DigestTask } from './messages'
import { startWorker } from './start-worker'
import { WorkerBridge } from './worker-bridge'

export class WorkerDigester implements Digester {
  readonly #bridge = new WorkerBridge<DigestTask, DigestResult>(() => startWorker('digest'))

  async md5Hex(body: Blob, signal?: AbortSignal): Promise<string> {
    const { md5Hex } = await this.#bridge.run({ body }, { signal })
    return md5Hex
  }
}
