// Characters of a name that act instead of being seen.

/** A U+200C or U+200D between letters that join, or within an emoji: https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters */
const JOINER_IN_WORD =
  /(?<=(?![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])[\p{L}\p{M}]|[\p{ExtPict}\p{EMod}\ufe0f])[\u200c\u200d](?=[\p{L}\p{M}\p{ExtPict}])/u

/**
 * Every control character (U+0000–001F, 007F–009F), bidirectional control, line separator and character without a width,
 * but for the joiners that Persian, Hindi and emoji are written with. Global: for `replace`.
 */
export const INVISIBLE = new RegExp(
  String.raw`(?!${JOINER_IN_WORD.source})[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]`,
  'gu'
)

/** A hostile name as text that cannot act: control and bidirectional characters, and blanks at its ends, become visible code points. */
export function visibleName(name: string): string {
  return name.replace(INVISIBLE, codePoints).replace(/^\s+|\s+$/g, codePoints)
}

function codePoints(text: string): string {
  return Array.from(text, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`).join('')
}
