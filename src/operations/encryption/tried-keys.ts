// Which keys were tried on which object since the page was loaded, so that none is tried twice.
import { nameOfSubject, type EncryptionSubject } from '../../domain/encryption-observation'

export class TriedKeys {
  readonly #tried = new Map<string, Set<string>>()

  has(subject: EncryptionSubject, keyId: string): boolean {
    return this.#tried.get(nameOfSubject(subject))?.has(keyId) ?? false
  }

  add(subject: EncryptionSubject, keyId: string): void {
    const name = nameOfSubject(subject)
    const tried = this.#tried.get(name)
    if (tried === undefined) this.#tried.set(name, new Set([keyId]))
    else tried.add(keyId)
  }
}
