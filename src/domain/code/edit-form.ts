// What an edited text gets again beside its bytes, as a request's headers, and the command that opens it in an editor. Pure.
import { exactCannedAclOf } from './acl-form'
import { COPIED_HEADERS, type CopiedHeader, type EditTask } from './code-task'
import { pythonString } from './python-literal'
import { taggingOf } from './upload-settings'

/** Of another object than the one that was just uploaded. */
export const ACL_NOT_SET = 'The object has changed since the upload: its ACL was not set.'

/** What to do where a file of this name would be overwritten. */
export function fileExists(name: string): string {
  return `${name} already exists, perhaps with an edit that was not uploaded. Move it away, then run this again.`
}

/** Without the type, which tools take in their own way. A canned ACL goes along, any other only after the upload. */
export function editedHeaders({ headers, metadata, tags, acl }: EditTask): readonly (readonly [string, string])[] {
  const canned = exactCannedAclOf(acl)
  return [
    ...COPIED_HEADERS.flatMap((name) => {
      const value = headers[name]
      return value === undefined || name === 'contentType' ? [] : [[headerName(name), value] as const]
    }),
    ...Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const),
    ...(Object.keys(tags).length === 0 ? [] : [['x-amz-tagging', taggingOf(tags)] as const]),
    ...(canned === undefined ? [] : [['x-amz-acl', canned] as const])
  ]
}

/** Without a type tools would guess one. */
export function editedType({ headers }: EditTask): string {
  return headers.contentType ?? 'binary/octet-stream'
}

export function headerName(name: CopiedHeader): string {
  return name === 'storageClass' ? 'x-amz-storage-class' : name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
}

/** `EDITOR` may have options; zsh splits no variable into words. @param path as a word of the shell */
export function editInShell(path: string): string {
  return `sh -c "\${EDITOR:-vi} \\"\\$1\\"" edit ${path}`
}

export function editInPython(fileName: string): string {
  const path = pythonString(fileName.startsWith('-') ? `./${fileName}` : fileName)
  return `subprocess.run([*shlex.split(os.environ.get("EDITOR") or "vi"), ${path}], check=True)`
}
