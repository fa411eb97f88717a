// Why a task on the screen is not shown as code of any tool.

/**
 * `invalid`: a field has a problem; `nothing`: nothing would be done; `not-chosen`: the encryption is still to be chosen; `several-keys`:
 * code takes one key; `too-many`: it would be too long to be read.
 */
export type NoCode = 'invalid' | 'nothing' | 'not-chosen' | 'several-keys' | 'too-many'
