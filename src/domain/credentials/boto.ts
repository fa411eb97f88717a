// The config file of boto 2, `~/.boto`: keys in [Credentials] and in each [profile NAME]; the address in [Credentials], [s3] and [Boto].
import type { Section, Setting } from './section'

const KEYS = ['awsaccesskeyid', 'awssecretaccesskey', 'awssecuritytoken']

/** One section for each pair of keys, with the file's one address; undefined for what is no such file. */
export function readBoto(sections: readonly Section[]): readonly Section[] | undefined {
  const find = (name: string): Section | undefined => sections.find((section) => section.name === name)
  const credentials = find('Credentials')
  if (credentials === undefined) return undefined
  const address = readAddress(credentials, find('s3'), find('Boto'))
  return sections
    .filter((section) => section === credentials || KEYS.some((key) => section.settings.has(key)))
    .map((section) => ({
      ...section,
      name: section === credentials ? 'default' : section.name,
      settings: new Map([...address, ...readKeys(section)])
    }))
}

function readKeys({ settings }: Section): readonly (readonly [string, Setting])[] {
  const keys = KEYS.flatMap((name) => {
    const setting = settings.get(name)
    return setting === undefined ? [] : [[name, withoutInterpolation(setting)] as const]
  })
  const keyring = settings.get('keyring')
  const isElsewhere = keyring !== undefined && !settings.has('awssecretaccesskey')
  return isElsewhere ? [...keys, ['awssecretaccesskey', { ...keyring, value: '', isUnknown: true }]] : keys
}

function readAddress(
  { settings: own }: Section,
  s3: Section | undefined,
  boto: Section | undefined
): readonly (readonly [string, Setting])[] {
  const host = own.get('s3host') ?? s3?.settings.get('host')
  const port = own.get('s3port')?.value ?? ''
  const isSecure = boto?.settings.get('issecure')
  const format = s3?.settings.get('callingformat')
  const style = /ordinary/i.test(format?.value ?? '') ? 'path' : 'virtual'
  return [
    ...(host === undefined
      ? []
      : [['hostbase', { ...host, value: port === '' ? host.value : `${host.value}:${port}` }] as const]),
    ...(isSecure === undefined ? [] : [['usehttps', isSecure] as const]),
    ...(format === undefined ? [] : [['addressingstyle', { ...format, value: style }] as const])
  ]
}

/** Python's ConfigParser takes `%%` for `%`, and fills in other values for `%(name)s`. */
function withoutInterpolation(setting: Setting): Setting {
  const value = setting.value.replaceAll('%%', '\0')
  return { ...setting, value: value.replaceAll('\0', '%'), ...(value.includes('%(') && { isUnknown: true }) }
}
