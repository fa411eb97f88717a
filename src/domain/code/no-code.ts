// Why a task on the screen is not shown as code of any tool.

/**
 * `invalid`: a field has a problem; `nothing`: nothing would be done; `not-chosen`: the encryption is still to be chosen; `several-keys`:
 * code takes one key; `too-many`: it would be too long to be read; `encryption-unknown`: of an object; `replaces-sources`: a source could
 * be replaced before it is copied; `may-not-write`: the bucket requires encryption, or its settings are not known; `could-lose`:
 * some of the object's properties can't be kept, or not be read; `each-differs`: what is written depends on what each object has; `sync`:
 * no tool decides as the page does.
 */
export type NoCode =
  | 'invalid'
  | 'nothing'
  | 'not-chosen'
  | 'several-keys'
  | 'too-many'
  | 'encryption-unknown'
  | 'replaces-sources'
  | 'may-not-write'
  | 'could-lose'
  | 'each-differs'
  | 'sync'
