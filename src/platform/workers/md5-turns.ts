// Digests several streams of pieces in turns of 64 KiB: whichever streams have bytes then are digested together, and none waits for
// another one's. Between two turns the streams are read.
import { Md5Stream, type Md5Lanes } from '../../crypto/md5-lanes'

interface Waiting {
  readonly stream: Md5Stream
  readonly resolve: () => void
}

export class Md5Turns {
  readonly #lanes: Pick<Md5Lanes, 'width' | 'advance'>
  readonly #channel = new MessageChannel()
  /** Those with blocks to digest. */
  readonly #waiting: Waiting[] = []
  #isTurnDue = false

  constructor(lanes: Pick<Md5Lanes, 'width' | 'advance'>) {
    this.#lanes = lanes
    this.#channel.port1.onmessage = () => this.#takeTurn()
  }

  /**
   * @param pieces each is asked for when the one before has been digested
   * @returns the MD5 in lower-case hex. Rejects as `pieces` does.
   */
  async md5Hex(pieces: AsyncIterable<Uint8Array>): Promise<string> {
    const stream = new Md5Stream()
    for await (const piece of pieces) {
      stream.update(piece)
      await this.#digest(stream)
    }
    stream.end()
    await this.#digest(stream)
    return stream.digestHex()
  }

  async #digest(stream: Md5Stream): Promise<void> {
    if (stream.blocks === 0) return
    await new Promise<void>((resolve) => {
      this.#waiting.push({ stream, resolve })
      this.#scheduleTurn()
    })
  }

  /** After what has come in by then: a timer would come 4 ms late, and a promise before any read. */
  #scheduleTurn(): void {
    if (this.#isTurnDue) return
    this.#isTurnDue = true
    this.#channel.port2.postMessage(undefined)
  }

  #takeTurn(): void {
    this.#isTurnDue = false
    const turn = this.#waiting.splice(0, this.#lanes.width)
    this.#lanes.advance(turn.map(({ stream }) => stream))
    for (const waiting of turn) {
      if (waiting.stream.blocks > 0) this.#waiting.push(waiting)
      else waiting.resolve()
    }
    if (this.#waiting.length > 0) this.#scheduleTurn()
  }
}
