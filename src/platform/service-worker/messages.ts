// What pages say to the worker, and what it answers.

export type PageMessage =
  /** The person wants the version that waits. */
  | { readonly kind: 'take-over' }
  /** Mend what is missing and drop what nobody uses; answered with a {@link CopyReport} through the port that comes along. */
  | { readonly kind: 'tidy' }

export interface CopyReport {
  /** Of the worker that answers. */
  readonly version: string
  readonly missingCount: number
  readonly sizeBytes: number
}
