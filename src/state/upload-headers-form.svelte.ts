// What is typed as headers, metadata, tags and ACL of an upload, what of it can't be sent, and what is sent.
import type { CannedAcl } from '../domain/acl'
import {
  headerProblem,
  metadataOf,
  metadataProblems,
  tagProblems,
  tagsOf,
  type NamedValue,
  type UploadHeaders
} from '../domain/upload-headers'

export type HeaderField = 'contentType' | 'cacheControl' | 'contentDisposition' | 'storageClass'

/** As an upload request takes it. */
export interface SentSettings {
  readonly contentType: string | undefined
  readonly acl: CannedAcl | undefined
  /** Undefined: nothing was set. */
  readonly headers: UploadHeaders | undefined
}

const NOTHING: Readonly<Record<HeaderField, string>> = {
  contentType: '',
  cacheControl: '',
  contentDisposition: '',
  storageClass: ''
}

export class UploadHeadersForm {
  #texts = $state.raw(NOTHING)
  #metadata = $state.raw<readonly NamedValue[]>([])
  #tags = $state.raw<readonly NamedValue[]>([])
  /** Undefined: none is sent. */
  acl = $state<CannedAcl | undefined>()
  readonly metadataProblems = $derived(metadataProblems(this.#metadata))
  readonly tagProblems = $derived(tagProblems(this.#tags))
  readonly toSend: SentSettings = $derived.by(() => {
    const text = (field: HeaderField): string | undefined => this.#texts[field].trim() || undefined
    const contentType = text('contentType')
    const headers = {
      cacheControl: text('cacheControl'),
      contentDisposition: text('contentDisposition'),
      storageClass: text('storageClass'),
      metadata: metadataOf(this.#metadata),
      tags: tagsOf(this.#tags)
    }
    const isSet = [contentType, this.acl, ...Object.values(headers)].some((value) => value !== undefined)
    return { contentType, acl: this.acl, headers: isSet ? headers : undefined }
  })
  /** How many of them are set: one for each header, line of metadata, tag and the ACL. */
  readonly count = $derived.by(() => {
    const { contentType, acl, headers = {} } = this.toSend
    const { metadata = {}, tags = {}, ...texts } = headers
    const single = [contentType, acl, ...Object.values(texts)].filter((value) => value !== undefined)
    return single.length + Object.keys(metadata).length + Object.keys(tags).length
  })

  get metadata(): readonly NamedValue[] {
    return this.#metadata
  }
  set metadata(lines) {
    this.#metadata = lines
  }
  get tags(): readonly NamedValue[] {
    return this.#tags
  }
  set tags(lines) {
    this.#tags = lines
  }
  /** True while something can't be sent as typed. */
  get hasProblem(): boolean {
    const ofLines = [...this.metadataProblems, ...this.tagProblems].some((problem) => problem !== undefined)
    return ofLines || Object.keys(NOTHING).some((field) => this.problemOf(field as HeaderField) !== undefined)
  }

  textOf(field: HeaderField): string {
    return this.#texts[field]
  }
  setText(field: HeaderField, text: string): void {
    this.#texts = { ...this.#texts, [field]: text }
  }
  problemOf(field: HeaderField): ReturnType<typeof headerProblem> {
    return headerProblem(field, this.#texts[field].trim())
  }
}
