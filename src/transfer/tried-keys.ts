// Which keys were tried on which object since the page was loaded, so that a locked object is not knocked at again and again.
import type { LockSubject } from '../domain/lock'

export class TriedKeys {
  readonly #tried = new Map<string, Set<string>>()

  has(subject: LockSubject, keyId: string): boolean {
    return this.#tried.get(nameOf(subject))?.has(keyId) ?? false
  }

  add(subject: LockSubject, keyId: string): void {
    const name = nameOf(subject)
    const tried = this.#tried.get(name)
    if (tried === undefined) this.#tried.set(name, new Set([keyId]))
    else tried.add(keyId)
  }
}

function nameOf(subject: LockSubject): string {
  return JSON.stringify([subject.endpoint, subject.bucket, subject.key, subject.etag, subject.modifiedAtMs])
}
