// The order in which gateways list keys: by the bytes of UTF-8, which is the order of code points, and not that of UTF-16.

/** @returns below zero: `one` comes first; 0: they are the same; above zero: `other` does. */
export function compareKeys(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const [unit, otherUnit] = [one.charCodeAt(at), other.charCodeAt(at)]
    if (unit !== otherUnit) return rankOf(unit) - rankOf(otherUnit)
  }
  return one.length - other.length
}

/** Halves of characters above U+FFFF come after all that one unit can hold. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
