// What the bench tells its page to send, and its worker to fetch. Types only.

export interface BareRequest {
  /** Signed in its query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface ReceiveTask {
  /** With the names of the files into which they go. */
  readonly requests: readonly (readonly [path: string, request: BareRequest])[]
  /** So many at once. */
  readonly lanes: number
}

export type Fetched = { readonly sizeBytes: number } | { readonly error: string }
