// Keys in JSON, wherever they are in it: radosgw-admin, aws, mc, openstack. Walks without recursion: depth is the file's choice.
import { plainName, type Section, type Setting } from './section'

const ACCESS_KEYS = ['awsaccesskeyid', 'awsaccesskey', 'accesskeyid', 'accesskey']

/** Of the answers of `aws sts` and `aws iam`: no profile's names. */
const CONTAINERS: ReadonlySet<string> = new Set(['credentials', 'accesskey'])

/** Every object that names an access key, as a section; undefined for what is not JSON. */
export function readJson(text: string): readonly Section[] | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const sections: Section[] = []
  const waiting: { readonly value: unknown; readonly name: string }[] = [{ value: json, name: 'default' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, name } = next
    if (typeof value !== 'object' || value === null) continue
    const entries = Object.entries(value)
    const section = readObject(entries, name)
    if (section !== undefined) sections.push(section)
    for (const [key, entry] of entries.reverse())
      waiting.push({ value: entry, name: Array.isArray(value) || CONTAINERS.has(plainName(key)) ? name : key })
  }
  return sections
}

function readObject(entries: readonly (readonly [string, unknown])[], name: string): Section | undefined {
  const settings = new Map<string, Setting>()
  for (const [key, entry] of entries)
    if (typeof entry === 'string') settings.set(plainName(key), { value: entry, line: 1 })
  // `openstack ec2 credentials`: these two words alone would be anything.
  const isPair = settings.has('access') && settings.has('secret')
  if (!isPair && !ACCESS_KEYS.some((key) => settings.has(key))) return undefined
  const user = settings.get('user')?.value ?? settings.get('username')?.value ?? name
  return { name: user, line: 0, settings, isEnvironment: true }
}
