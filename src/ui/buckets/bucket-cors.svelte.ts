// A bucket's CORS rules, what they let this page do as far as that was seen, and changes to them that are read back.
import { toAppError, type AppError } from '../../domain/app-error'
import { isSameRules, lossesOf, putPageRuleFirst, type CorsAbility, type CorsRule } from '../../domain/cors'
import { formatCorsRules, parseCorsRules } from '../../domain/cors-text'
import type { Gateway } from '../../domain/gateway'
import type { SseKey } from '../../domain/sse-key'
import { changeCors, type CorsChange } from '../../operations/cors/change-cors'
import { testCors, testReading, type CorsTest } from '../../operations/cors/test-cors'
import { Load } from '../../state/load.svelte'

export interface BucketCorsDeps {
  readonly gateway: Gateway
  readonly bucket: string
  /** Of this page. */
  readonly origin: string
  readonly makeTestKey: () => Promise<SseKey>
}

export class BucketCorsModel {
  readonly #deps: BucketCorsDeps
  readonly rules = new Load<readonly CorsRule[]>()
  /** What reading requests showed; the whole test says more. */
  readonly reading = new Load<CorsTest['seen']>()
  readonly test = new Load<CorsTest>()
  /** What the user typed, until it is saved or discarded. */
  draft = $state<string | undefined>()
  #isSaving = $state(false)
  #change = $state.raw<CorsChange | undefined>()
  #failure = $state.raw<AppError | undefined>()
  #stored = $derived(this.rules.value === undefined ? '' : formatStored(this.rules.value))
  #parsed = $derived(parseCorsRules(this.draft ?? this.#stored))

  constructor(deps: BucketCorsDeps) {
    this.#deps = deps
  }

  /** False for a page of the gateway's own origin. */
  get isCrossOrigin(): boolean {
    return this.#deps.origin !== this.#deps.gateway.storage.endpoint
  }
  get text(): string {
    return this.draft ?? this.#stored
  }
  get parsed(): ReturnType<typeof parseCorsRules> {
    return this.#parsed
  }
  get isChanged(): boolean {
    const { value } = this.rules
    return this.draft !== undefined && !('rules' in this.#parsed && value && isSameRules(this.#parsed.rules, value))
  }
  /** What the rules as typed withhold from this page, and the stored ones don't. */
  get newLosses(): readonly CorsAbility[] {
    const { origin } = this.#deps
    if (!this.isChanged || !('rules' in this.#parsed)) return []
    const before = this.rules.value === undefined ? [] : lossesOf(this.rules.value, origin)
    return lossesOf(this.#parsed.rules, origin).filter((loss) => !before.includes(loss))
  }
  get isSaving(): boolean {
    return this.#isSaving
  }
  get isTesting(): boolean {
    return this.test.isLoading
  }
  get change(): CorsChange | undefined {
    return this.#change
  }
  get failure(): AppError | undefined {
    return this.#failure
  }
  /** What was seen, by the whole test or, before it, by reading. */
  get seen(): CorsTest['seen'] | undefined {
    return this.test.value?.seen ?? this.reading.value
  }
  get isBlocked(): boolean {
    return Object.values(this.seen ?? {}).includes('blocked')
  }
  /** The page's own rule is the first already. */
  get isAllowed(): boolean {
    const { value } = this.rules
    return value !== undefined && isSameRules(value, putPageRuleFirst(value, this.#deps.origin))
  }

  async load(): Promise<void> {
    const { gateway, bucket } = this.#deps
    const read = this.isCrossOrigin ? this.reading.run((signal) => testReading({ gateway, bucket }, signal)) : undefined
    await Promise.all([this.rules.run((signal) => gateway.cors.rulesOf(bucket, signal)), read])
  }

  async runTest(): Promise<void> {
    const { gateway, bucket, makeTestKey } = this.#deps
    const sseKey = await makeTestKey()
    await this.test.run((signal) => testCors({ gateway, bucket, sseKey }, signal))
  }

  /** Puts this page's rule first, keeps the others, and tests what that brought. */
  async allowThisPage(): Promise<void> {
    const { value } = this.rules
    if (value !== undefined) await this.#save(putPageRuleFirst(value, this.#deps.origin))
    if (this.#change?.outcome === 'saved') await this.runTest()
  }

  async save(): Promise<void> {
    if ('rules' in this.#parsed) await this.#save(this.#parsed.rules)
  }

  /** Ends what only reads; a change that was sent is still read back. */
  stop(): void {
    for (const load of [this.rules, this.reading, this.test]) load.stop()
  }

  async #save(to: readonly CorsRule[]): Promise<void> {
    const { gateway, bucket } = this.#deps
    const { value: from } = this.rules
    if (from === undefined || this.#isSaving) return
    this.#isSaving = true
    this.#change = this.#failure = undefined
    try {
      const change = await changeCors(gateway, bucket, { from, to })
      this.#change = change
      this.test.reset() // it was about other rules
      if (change.outcome === 'saved') this.draft = undefined
      if (change.outcome === 'unconfirmed') this.rules.reset()
      else await this.rules.run(() => Promise.resolve(change.rules))
    } catch (error) {
      this.#failure = toAppError(error)
    } finally {
      this.#isSaving = false
    }
  }
}

function formatStored(rules: readonly CorsRule[]): string {
  return rules.length === 0 ? '' : formatCorsRules(rules)
}
