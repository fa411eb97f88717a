// One round: what a seed makes of a scenario. Arithmetic only.
import { createRandom, type Random } from './random'
import { SCENARIOS, SLOW_SCENARIOS, isDisaster, type Scenario } from './scenarios'

const MIB = 2 ** 20
export const PART_BYTES = 8 * MIB

export interface Round extends Scenario {
  /** With the seed it makes the round again. */
  readonly index: number
  readonly name: string
  readonly key: string
  readonly sizeBytes: number
  readonly isEncrypted: boolean
  /** Another object is under the key before. */
  readonly hasFormer: boolean
  /** Where in the body, 0 to less than 1. */
  readonly at: number
  /** How many requests are hit; see isLasting. */
  readonly hits: number
  /** Of an upload in parts: which is hit. */
  readonly partNumber: number | undefined
}

/** The first so many rounds of a seed; `only` keeps those of one kind, whatever their numbers are. */
export function planRounds(seed: number, count: number, only?: string): Round[] {
  const slow = count >= SCENARIOS.length ? SLOW_SCENARIOS : []
  const scenarios = Array.from({ length: count }, (_, index) => {
    const fast = index - slow.length
    return slow[index] ?? SCENARIOS[fast % SCENARIOS.length]
  })
  const rounds = scenarios.flatMap((scenario, index) =>
    scenario === undefined ? [] : planRound(seed, index, scenario)
  )
  return only === undefined ? rounds : rounds.filter(({ kind }) => kind === only)
}

export function planRound(seed: number, index: number, scenario: Scenario): Round {
  const random = createRandom(seed, index)
  const isUpload = scenario.direction === 'upload'
  const sizeBytes = sizeOf(scenario, random)
  const parts = sizeBytes > 2 * PART_BYTES ? Math.ceil(sizeBytes / PART_BYTES) : undefined
  const name = `f${index}.bin`
  return {
    ...scenario,
    index,
    name,
    key: `r${index}/${name}`,
    sizeBytes,
    isEncrypted: scenario.isEncrypted ?? random.chance(0.5),
    hasFormer: isUpload && random.chance(0.4),
    at: random.next(),
    hits: scenario.isLasting ? Infinity : scenario.isSlow ? 1 : random.between(1, 2),
    partNumber:
      scenario.on === 'UploadPart' && !scenario.isLasting && parts !== undefined ? random.between(1, parts) : undefined
  }
}

/** Around the limits: a PUT goes up to 16 MiB, what is larger goes in parts of 8 MiB. */
function sizeOf({ kind, direction, on }: Scenario, random: Random): number {
  const single = [
    1,
    4096,
    4097,
    100_000,
    MIB,
    PART_BYTES - 1,
    PART_BYTES,
    PART_BYTES + 1,
    2 * PART_BYTES - 1,
    2 * PART_BYTES
  ]
  const several = [
    2 * PART_BYTES + 1,
    3 * PART_BYTES - 1,
    3 * PART_BYTES,
    3 * PART_BYTES + 1,
    random.between(17 * MIB, 40 * MIB)
  ]
  // Of nine parts and more some have been sent when the blow falls.
  if (isDisaster(kind)) return random.between(68 * MIB, 76 * MIB)
  if (direction === 'download' && on === 'HeadObject') return random.pick(several)
  // What is small and plain is verified by its ETag, and not looked for.
  if (direction === 'upload' && on === 'ListObjectsV2') return random.pick(several)
  if (on === 'PutObject') return random.pick(needsBytes(kind) ? single : [0, ...single])
  if (on === 'UploadPart' || on === 'CreateMultipartUpload' || on === 'CompleteMultipartUpload')
    return random.pick(several)
  // A body that breaks off twice needs something to break.
  if (direction === 'download' && needsBytes(kind)) return random.pick([...single.slice(3), ...several])
  return random.pick([...single, ...several])
}

function needsBytes(kind: string): boolean {
  return /^(reset|stall|short|flip|cut)-/.test(kind)
}
