// Whether one object opens without credentials: asked at once, and again whenever its ACL or the bucket's policy may be another.
import type { AnonymousAnswer, Gateway } from '../../domain/gateway'
import type { BucketFacts } from '../../state/bucket-facts'
import { Load } from '../../state/load.svelte'

export class AnonymousCheck {
  readonly #load = new Load<AnonymousAnswer>()
  readonly #request: (signal: AbortSignal) => Promise<AnonymousAnswer>
  readonly #end: () => void

  constructor(
    { links }: Pick<Gateway, 'links'>,
    { bucket, key }: { readonly bucket: string; readonly key: string },
    facts: Pick<BucketFacts, 'onAccessChange'>
  ) {
    this.#request = (signal) => links.opensForAnyone(bucket, key, signal)
    this.#end = facts.onAccessChange(bucket, () => this.ask())
    this.ask()
  }

  /** Undefined while it is asked. */
  get answer(): AnonymousAnswer | undefined {
    return this.#load.isLoading ? undefined : this.#load.value
  }
  get answeredAtMs(): number | undefined {
    return this.#load.isLoading ? undefined : this.#load.loadedAtMs
  }

  ask(): void {
    void this.#load.run(this.#request)
  }

  stop(): void {
    this.#end()
    this.#load.stop()
  }
}
