// What of an `rclone.conf` is no S3 account and stays where it is: crypt remotes, obscured passwords, SSE-C keys. Reads no value of them.
import type { Section } from './section'

export type LeftAloneCode = 'crypt' | 'obscured' | 'sse-key'

/** Remotes of which something was not taken over. */
export interface LeftAlone {
  readonly code: LeftAloneCode
  /** As in the file. */
  readonly names: readonly string[]
}

const typeOf = ({ settings }: Section): string | undefined => settings.get('type')?.value

/** Only rclone's sections name a type. */
export function findLeftAlone(sections: readonly Section[]): readonly LeftAlone[] {
  const remotes = sections.filter((section) => !section.isEnvironment && typeOf(section) !== undefined)
  const named = (code: LeftAloneCode, isOne: (section: Section) => boolean): readonly LeftAlone[] => {
    const names = remotes.filter(isOne).map(({ name }) => name)
    return names.length === 0 ? [] : [{ code, names }]
  }
  return [
    ...named('crypt', (remote) => typeOf(remote) === 'crypt'),
    ...named(
      'obscured',
      (remote) => !['s3', 'crypt'].includes(typeOf(remote) ?? '') && holds(remote, /pass(word)?2?$/)
    ),
    ...named('sse-key', (remote) => typeOf(remote) === 's3' && holds(remote, /^ssecustomerkey(base64)?$/))
  ]
}

function holds({ settings }: Section, name: RegExp): boolean {
  return [...settings].some(([own, { value }]) => name.test(own) && value !== '')
}
