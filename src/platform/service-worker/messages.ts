// What pages say to the worker, and what it answers. Page and worker may be of different versions: what is here keeps its meaning.

export type PageMessage =
  /** The user wants the version that waits. */
  | { readonly kind: 'take-over' }
  /** Restore what is missing and drop what is not used; answered with a {@link CopyReport} through the port that comes along. */
  | { readonly kind: 'tidy' }

export interface CopyReport {
  /** Of the worker that answers. */
  readonly version: string
  readonly missingCount: number
  readonly sizeBytes: number
}
