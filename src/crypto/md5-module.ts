// Assembles the WebAssembly module that computes MD5, from the table of RFC 1321: a few kilobytes that are written when they are needed,
// in place of a compiler and of a file that no one can read. `one` digests blocks of one stream. `four` digests blocks of four streams at
// once, each in its own 32-bit lane of SIMD: MD5 is one long chain of dependent steps, so that one stream leaves most of a processor idle.

export const BLOCK_BYTES = 64
/** Room for the input of one lane. */
export const LANE_BYTES = 64 * 1024
/** Input of lane n is at INPUT_AT + n * LANE_BYTES, word r of its state at 16 r + 4 n. */
export const INPUT_AT = 64
const PAGES = 5 // of 64 KiB, for four inputs and the state

/** Bytes, in order. */
type Code = number | readonly Code[]

/** The instructions on a word of one stream, or on a word of each of four. */
interface Instructions {
  readonly type: number
  readonly add: Code
  readonly and: Code
  readonly or: Code
  readonly xor: Code
  readonly not: Code
  constant(word: number): Code
  /** Of the word on the stack, to the left. */
  rotate(bits: number): Code
  /** From the address on the stack and `offset`. */
  loadState(offset: number): Code
  storeState(offset: number): Code
  /** Of the input of each lane, from the address in AT and `offset`. */
  loadInput(offset: number): Code
}

/** Section 3.4: in which order a round takes the words of a block, by how many bits it rotates, and its function of b, c and d. */
interface Round {
  wordOf(step: number): number
  readonly shifts: readonly [number, number, number, number]
  /** Adds the function's value to the word on the stack. What is known before b comes first: each step waits for b alone. */
  add(of: Instructions, b: Code, c: Code, d: Code): Code
}
const ROUNDS: readonly Round[] = [
  {
    wordOf: (step) => step,
    shifts: [7, 12, 17, 22],
    add: ({ add, and, xor }, b, c, d) => [d, b, c, d, xor, and, xor, add] // d ^ (b & (c ^ d))
  },
  {
    wordOf: (step) => 5 * step + 1,
    shifts: [5, 9, 14, 20],
    add: ({ add, and, not }, b, c, d) => [c, d, not, and, add, b, d, and, add] // (c & ~d) + (b & d)
  },
  {
    wordOf: (step) => 3 * step + 5,
    shifts: [4, 11, 16, 23],
    add: ({ add, xor }, b, c, d) => [b, c, d, xor, xor, add] // b ^ c ^ d
  },
  {
    wordOf: (step) => 7 * step,
    shifts: [6, 10, 15, 21],
    add: ({ add, or, xor, not }, b, c, d) => [c, b, d, not, or, xor, add] // c ^ (b | ~d)
  }
]

// The locals of both functions: how many bytes to digest, the place in them, and words.
const [END, AT] = [0, 1]
const STATE = [2, 3, 4, 5]
const FORMER = [6, 7, 8, 9]
const BLOCK = Array.from({ length: 16 }, (_, word) => 10 + word)
const SPARE = 26
const WORDS = STATE.length + FORMER.length + BLOCK.length + 1

// https://webassembly.github.io/spec/core/binary/instructions.html
const [LOOP, NO_RESULT, CLOSE, BRANCH_IF] = [0x03, 0x40, 0x0b, 0x0d]
const LESS_UNSIGNED = 0x49
const [I32, V128] = [0x7f, 0x7b]
const ALIGNED_TO_4 = 2
const get = (local: number): Code => [0x20, local]
const set = (local: number): Code => [0x21, local]
const tee = (local: number): Code => [0x22, local]
const i32 = (value: number): Code => [0x41, signed(value)]
const simd = (opcode: number): Code => [0xfd, unsigned(opcode)]
const address = (offset: number): Code => [ALIGNED_TO_4, unsigned(offset)]

const integer: Instructions = {
  type: I32,
  add: 0x6a,
  and: 0x71,
  or: 0x72,
  xor: 0x73,
  not: [i32(-1), 0x73],
  constant: i32,
  rotate: (bits) => [i32(bits), 0x77],
  loadState: (offset) => [0x28, address(offset)],
  storeState: (offset) => [0x36, address(offset)],
  loadInput: (offset) => [get(AT), 0x28, address(INPUT_AT + offset)]
}

/** i32x4 and v128. */
const fourLanes: Instructions = {
  type: V128,
  add: simd(0xae),
  and: simd(0x4e),
  or: simd(0x50),
  xor: simd(0x51),
  not: simd(0x4d),
  constant: (word) => [simd(0x0c), [0, 1, 2, 3].map(() => littleEndian(word))],
  rotate: (bits) => [tee(SPARE), [i32(bits), simd(0xab)], [get(SPARE), i32(32 - bits), simd(0xad)], simd(0x50)],
  loadState: (offset) => [simd(0x00), address(offset)],
  storeState: (offset) => [simd(0x0b), address(offset)],
  loadInput: (offset) => [
    [get(AT), simd(0x5c), address(INPUT_AT + offset), set(SPARE)], // lane 0, and zero in the others
    [1, 2, 3].map((lane) => [
      [get(AT), get(SPARE), simd(0x56), address(INPUT_AT + lane * LANE_BYTES + offset), lane],
      set(SPARE)
    ]),
    get(SPARE)
  ]
}

/** Digests all blocks up to END. */
function digestBlocks(of: Instructions): Code {
  return [
    STATE.map((local, r) => [i32(0), of.loadState(16 * r), set(local)]),
    [LOOP, NO_RESULT],
    STATE.map((local, r) => [get(local), set(FORMER[r] as number)]),
    BLOCK.map((local, word) => [of.loadInput(4 * word), set(local)]),
    ROUNDS.map((round, r) => BLOCK.map((_, step) => digestStep(of, round, 16 * r + step))),
    STATE.map((local, r) => [get(local), get(FORMER[r] as number), of.add, set(local)]),
    [get(AT), i32(BLOCK_BYTES), integer.add, tee(AT), get(END), LESS_UNSIGNED, BRANCH_IF, 0],
    CLOSE,
    STATE.map((local, r) => [i32(0), get(local), of.storeState(16 * r)]),
    CLOSE
  ]
}

/** a = b + ((a + f(b, c, d) + X[k] + T[i]) <<< s), and then d, a, b and c are what a, b, c and d were. */
function digestStep(of: Instructions, round: Round, i: number): Code {
  const [a, b, c, d] = STATE.map((_, n) => STATE[(n + 64 - i) % 4] as number) as [number, number, number, number]
  const sine = Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1)))
  return [
    [get(a), get(BLOCK[round.wordOf(i % 16) % 16] as number), of.add, of.constant(sine | 0), of.add],
    round.add(of, get(b), get(c), get(d)),
    [of.rotate(round.shifts[i % 4] as number), get(b), of.add, set(a)]
  ]
}

/**
 * @param hasSimd without, there is no `four`
 * @returns a module that imports nothing and exports `memory`, `one` and `four`. The functions take how many bytes to digest of each
 * lane: whole blocks, at least one.
 */
export function assembleMd5(hasSimd: boolean): Uint8Array<ArrayBuffer> {
  const functions = hasSimd ? { one: integer, four: fourLanes } : { one: integer }
  const bodies = Object.values(functions).map((of) => {
    const locals = [2, [1, I32], [WORDS, of.type]]
    return sized([locals, digestBlocks(of)])
  })
  const types = [[0x60, 1, I32, 0]]
  const typeOf = bodies.map(() => 0)
  const exports = Object.keys(functions).map((name, index) => [text(name), 0, index])
  return Uint8Array.from(
    flat([
      [0x00, 0x61, 0x73, 0x6d, littleEndian(1)], // \0asm, version 1
      [section(1, types), section(3, typeOf), section(5, [[0, PAGES]])],
      [section(7, [...exports, [text('memory'), 2, 0]]), section(10, bodies)]
    ])
  )
}

// https://webassembly.github.io/spec/core/binary/modules.html
function section(id: number, entries: readonly Code[]): Code {
  return [id, sized([unsigned(entries.length), entries])]
}
function sized(code: Code): Code {
  const bytes = flat(code)
  return [unsigned(bytes.length), bytes]
}
function text(ascii: string): Code {
  return sized([...new TextEncoder().encode(ascii)])
}
function flat(code: Code): number[] {
  return ([code] as unknown[]).flat(Number.POSITIVE_INFINITY) as number[]
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? value : [(value & 0x7f) | 0x80, unsigned(value >>> 7)]
}
/** LEB128 of 32 bits. */
function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40
  return isLast ? value & 0x7f : [(value & 0x7f) | 0x80, signed(value >> 7)]
}
function littleEndian(word: number): Code {
  return [0, 8, 16, 24].map((bits) => (word >>> bits) & 0xff)
}
