// One round of copies: what a seed makes of objects, an operation and a fault. Arithmetic only.
import type { Versioning } from '../../../src/domain/bucket'
import { createRandom, type Random } from '../random'

const MIB = 2 ** 20

export type CopyFault =
  | 'none'
  /** The page is gone at a request, which arrives or does not. */
  | 'page-killed'
  | 'page-stopped'
  | 'lost-answer'
  | 'error-500'
  | 'busy-503'
  /** Another client, right before a request of the page's arrives. */
  | 'source-overwritten'
  | 'source-deleted'
  | 'destination-written'

export const COPY_FAULTS: readonly CopyFault[] = [
  'page-killed',
  'lost-answer',
  'source-overwritten',
  'page-killed',
  'error-500',
  'destination-written',
  'page-killed',
  'busy-503',
  'source-deleted',
  'page-stopped',
  'page-killed',
  'none'
]

export interface CopyOperation {
  readonly name: string
  readonly isMove: boolean
  readonly place: 'other-bucket' | 'other-folder' | 'in-place'
  readonly wish: 'keep' | 'key' | 'none'
  /** Written through another profile's client. */
  readonly isAcross?: boolean
}

const OPERATIONS: readonly CopyOperation[] = [
  { name: 'copy', isMove: false, place: 'other-bucket', wish: 'keep' },
  { name: 'move', isMove: true, place: 'other-bucket', wish: 'keep' },
  { name: 'rename', isMove: true, place: 'other-folder', wish: 'keep' },
  { name: 'copy with key', isMove: false, place: 'other-folder', wish: 'key' },
  { name: 'move with key', isMove: true, place: 'other-bucket', wish: 'key' },
  { name: 'encrypt in place', isMove: false, place: 'in-place', wish: 'key' },
  { name: 'encrypt in place', isMove: false, place: 'in-place', wish: 'key' },
  { name: 'decrypt in place', isMove: false, place: 'in-place', wish: 'none' },
  { name: 'copy across', isMove: false, place: 'other-bucket', wish: 'keep', isAcross: true },
  { name: 'move across with key', isMove: true, place: 'other-bucket', wish: 'key', isAcross: true }
]

export interface PlannedObject {
  readonly name: string
  readonly sizeBytes: number
  /** Undefined: sent whole. */
  readonly partBytes: number | undefined
  /** The part size is in its metadata, as Lockgate's are. */
  readonly isPartSizeKnown: boolean
  readonly isEncrypted: boolean
  readonly isPublic: boolean
  readonly hasTags: boolean
  readonly hasMetadata: boolean
  /** An older version is below, where versions are kept. */
  readonly hasOlder: boolean
  /** Of a suspended bucket: written while versions were still kept. */
  readonly isFromBefore: boolean
  /** Another object has the target's name, and is to be replaced. */
  readonly isTaken: boolean
}

export interface CopyRound {
  /** With the seed it makes the round again. */
  readonly index: number
  readonly operation: CopyOperation
  readonly versioning: Versioning
  readonly targetVersioning: Versioning
  readonly objects: readonly PlannedObject[]
  readonly fault: CopyFault
  /** Where among the requests, 0 to less than 1. */
  readonly at: number
  /** Among those that write. */
  readonly isAtWrite: boolean
  /** The request arrives, and its answer is lost. */
  readonly hasArrived: boolean
  /** How many requests of its kind an answer's fault hits; more than are tried: it fails. */
  readonly hits: number
}

export function planCopyRound(seed: number, index: number): CopyRound {
  const random = createRandom(seed, index, 17)
  const operation = random.pick(OPERATIONS)
  const versioning = random.pick<Versioning>(['off', 'off', 'on', 'suspended'])
  const other = random.pick<Versioning>(['off', 'off', 'on', 'suspended'])
  const fault = COPY_FAULTS[index % COPY_FAULTS.length] ?? 'none'
  return {
    index,
    operation,
    versioning,
    targetVersioning: operation.place === 'other-bucket' ? other : versioning,
    objects: Array.from({ length: random.between(2, 4) }, (_, n) => planObject(n, operation, random)),
    fault,
    at: random.next(),
    isAtWrite: random.chance(0.7),
    hasArrived: random.chance(0.5),
    hits: random.pick([1, 2, 3, Infinity])
  }
}

/** In a browser, where the page is killed. */
export function planPageRound(seed: number, index: number): CopyRound {
  const random = createRandom(seed, index, 23)
  const operation = random.pick(OPERATIONS.filter(({ wish, isAcross }) => wish !== 'none' && isAcross !== true))
  const versioning = random.pick<Versioning>(['off', 'off', 'on', 'suspended'])
  const objects = Array.from({ length: 3 }, (_, n): PlannedObject => ({
    ...planObject(n, operation, random),
    ...{ name: random.pick([`${n}.bin`, `${n} +%ä.bin`]), isTaken: false }
  }))
  return {
    ...{ index, operation, versioning, objects, fault: 'page-killed' },
    targetVersioning: operation.place === 'other-bucket' ? 'off' : versioning,
    ...{ at: random.next(), isAtWrite: true, hasArrived: random.chance(0.5), hits: 1 }
  }
}

function planObject(n: number, operation: CopyOperation, random: Random): PlannedObject {
  const parts = random.chance(0.4) ? random.pick([5 * MIB, 8 * MIB]) : undefined
  const several = parts === undefined ? undefined : random.chance(0.15) ? 17 * MIB : parts + random.pick([1, 9, MIB])
  return {
    name: `${n} +%ä.bin`,
    sizeBytes: several ?? random.pick([0, 1, 4096, 100_000, MIB + 1]),
    partBytes: parts,
    isPartSizeKnown: random.chance(0.6),
    isEncrypted: operation.wish === 'none' ? random.chance(0.8) : random.chance(0.35),
    isPublic: random.chance(0.4),
    hasTags: random.chance(0.5),
    hasMetadata: random.chance(0.5),
    hasOlder: random.chance(0.5),
    isFromBefore: random.chance(0.4),
    isTaken: operation.place !== 'in-place' && random.chance(0.3)
  }
}
