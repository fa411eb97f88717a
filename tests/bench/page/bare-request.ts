// What the bench tells its page to send. Types only.

export interface BareRequest {
  /** Signed in its query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}
