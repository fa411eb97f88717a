// Parts of a thousandth of their size, for tests that are about their order and not about their bytes.
import { planParts, type PlanParts } from '../../../src/transfers/part-plan'
import type { QueueOptions } from '../../../src/transfers/run-env'
import type { FakeStorage } from './fake-storage'
import { makeRig } from './fakes'

/** Where a large file begins at 16 KiB and a part is as large. */
export const KIB = 1024

const planSmallParts: PlanParts = (sizeBytes) => {
  const plan = planParts(sizeBytes * KIB)
  return {
    ...plan,
    partSizeBytes: plan.partSizeBytes / KIB,
    parts: plan.parts.map((part) => ({ ...part, start: part.start / KIB, end: part.end / KIB }))
  }
}

export function makeSmallPartsRig(storage: FakeStorage, options: QueueOptions = {}): ReturnType<typeof makeRig> {
  const isCounted = options.slots !== undefined || options.files !== undefined
  return makeRig(storage, { maxBriefBytes: isCounted ? -1 : KIB, ...options, planParts: planSmallParts })
}
