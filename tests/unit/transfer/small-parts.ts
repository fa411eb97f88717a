// Parts of a thousandth of their size, for tests that are about their order and not about their bytes.
// Each test file mocks part-plan.ts with it.
import type * as PartPlanModule from '../../../src/transfer/part-plan'

/** Where a large file begins at 16 KiB and a part is as large. */
export const KIB = 1024

export async function withSmallParts(original: () => Promise<typeof PartPlanModule>): Promise<typeof PartPlanModule> {
  const { planParts, MAX_SINGLE_PUT_BYTES } = await original()
  return {
    MAX_SINGLE_PUT_BYTES: MAX_SINGLE_PUT_BYTES / KIB,
    planParts: (sizeBytes) => {
      const plan = planParts(sizeBytes * KIB)
      return {
        ...plan,
        partSizeBytes: plan.partSizeBytes / KIB,
        parts: plan.parts.map((part) => ({ ...part, start: part.start / KIB, end: part.end / KIB }))
      }
    }
  }
}
