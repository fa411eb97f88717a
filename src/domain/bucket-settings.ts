// What was chosen for a bucket in several places, as one: where two disagree the stricter choice counts.
import type { BucketSettings } from './ports'

/** @param all the most authoritative first. Requiring encryption wins over not requiring it, a default key over none. */
export function mergeSettings(all: readonly BucketSettings[]): BucketSettings {
  const rules = all.flatMap(({ encryption }) => encryption ?? [])
  // The latest test says most of what the gateway does now.
  const encryption = rules.reduce<(typeof rules)[number] | undefined>(
    (latest, rule) => (latest === undefined || rule.provenAtMs > latest.provenAtMs ? rule : latest),
    undefined
  )
  const defaultKeyId = all.find((settings) => settings.defaultKeyId !== undefined)?.defaultKeyId
  return {
    ...(defaultKeyId === undefined ? {} : { defaultKeyId }),
    ...(encryption === undefined ? {} : { encryption })
  }
}
