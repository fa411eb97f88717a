// Zero-width joiners: part of how Persian, Hindi and emoji are written, and elsewhere invisible.

/** A U+200C or U+200D between letters that join, or within an emoji: https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters */
export const JOINER_IN_WORD =
  /(?<=(?![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])[\p{L}\p{M}]|[\p{ExtPict}\p{EMod}\ufe0f])[\u200c\u200d](?=[\p{L}\p{M}\p{ExtPict}])/u
