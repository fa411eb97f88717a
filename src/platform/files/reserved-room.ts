// The room that running downloads still need, so that no two of them are promised the same.
import { AppError } from '../../domain/app-error'
import { Limiter } from '../../domain/limiter'
import { freeRoom } from '../storage/free-room'

type NeededBytes = () => number | Promise<number>

export class ReservedRoom {
  readonly #freeRoom: typeof freeRoom
  readonly #needed = new Map<string, NeededBytes>()
  readonly #turn = new Limiter(1)

  constructor(askFreeRoom = freeRoom) {
    this.#freeRoom = askFreeRoom
  }

  /**
   * Reserves until `release`. Rejects `browser-storage-full` where it is known that there is not enough for this one beside the others.
   * @param neededBytes beyond what is there then; asked whenever another one reserves
   */
  async reserve(id: string, neededBytes: NeededBytes, signal: AbortSignal): Promise<void> {
    await this.#turn.run(async () => {
      this.#needed.delete(id)
      const ownBytes = await neededBytes()
      const room = await this.#freeRoom()
      if (ownBytes > 0 && room?.isKnown === true) {
        let sumBytes = ownBytes
        for (const ofOther of this.#needed.values()) sumBytes += Math.max(0, await ofOther())
        if (sumBytes > room.freeBytes) {
          const detail = `${sumBytes} > ${room.freeBytes} bytes`
          throw new AppError('browser-storage-full', { operation: 'GetObject', detail })
        }
      }
      this.#needed.set(id, neededBytes)
    }, signal)
  }

  release(id: string): void {
    this.#needed.delete(id)
  }
}
