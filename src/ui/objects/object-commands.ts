// What can be done with the object that is open: for its buttons, its menu and the palette.
import type { EncryptionObservation } from '../../domain/encryption-observation'
import { isAddressable, type ObjectEntry } from '../../domain/object-entry'
import { m } from '../../messages/messages'
import { mayBeText } from '../../operations/editing/edit-object'
import type { Command } from '../../state/commands'
import type { ObjectsPlace } from './objects-place.svelte'

export type ObjectCommandId = 'download' | 'preview' | 'edit' | 'copy' | 'rename' | 'attributes' | 'code' | 'delete'
export type ObjectCommand = Command & {
  readonly id: ObjectCommandId
  /** On its button, where the name is beside it. */
  readonly button: string
}

interface About {
  /** As it is shown. */
  readonly name: string
  readonly observation: EncryptionObservation | undefined
  readonly download: () => void
  readonly code: () => void
}

export function objectCommands(
  place: ObjectsPlace,
  entry: ObjectEntry,
  { name, observation, download, code }: About
): readonly ObjectCommand[] {
  const selection = { entries: [entry], prefixes: [] }
  const canEdit = observation?.state === 'clear' || observation?.state === 'encrypted'
  const words = m.palette.ofObject
  const remove = {
    id: 'delete',
    label: words.delete,
    button: m.common.delete,
    about: name,
    // Where rows are selected, the key deletes those.
    shortcut: place.selection.count === 0 ? 'delete' : undefined,
    run: () => place.openDialog({ kind: 'delete', selection })
  } as const
  if (!isAddressable(entry.key)) return [remove]
  return [
    { id: 'download', label: words.download, button: m.common.download, about: name, run: download },
    {
      id: 'preview',
      label: words.preview,
      button: m.preview.title,
      about: name,
      run: () => place.openDialog({ kind: 'preview', entry })
    },
    ...(mayBeText(entry)
      ? [
          {
            id: 'edit',
            label: words.edit,
            button: m.editing.title,
            about: name,
            whyNot: canEdit ? undefined : m.palette.whyNot.encryptionUnknown,
            run: () => place.openDialog({ kind: 'edit', entry })
          } as const
        ]
      : []),
    {
      id: 'copy',
      label: words.copy,
      button: m.copies.open,
      about: name,
      run: () => place.openDialog({ kind: 'copy', selection })
    },
    {
      id: 'rename',
      label: words.rename,
      button: m.copies.rename,
      about: name,
      shortcut: 'rename',
      run: () => place.openDialog({ kind: 'rename', selection })
    },
    {
      id: 'attributes',
      label: words.attributes,
      button: m.attributes.title,
      about: name,
      run: () => place.openDialog({ kind: 'attributes', selection })
    },
    { id: 'code', label: words.code, button: m.common.code, about: name, run: code },
    remove
  ]
}
