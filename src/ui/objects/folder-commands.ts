// What can be done with a folder and with what is selected in it, for the palette.
import type { Command } from '../../state/commands'
import { m } from '../../messages/messages'
import type { ObjectsPlace } from './objects-place.svelte'

interface Controls {
  readonly uploadFiles: () => void
  readonly uploadFolder: () => void
  readonly filter: () => void
  readonly search: () => void
  readonly code: () => void
}

/** @param controls what only the components can do */
export function folderCommands(place: ObjectsPlace, controls: Controls): readonly Command[] {
  const { selection } = place
  const { count } = selection
  const ofSelection = (['download', 'copy', 'attributes', 'access', 'delete'] as const).map((kind): Command => {
    const labels = {
      download: m.palette.downloadSelected,
      copy: m.palette.copySelected,
      attributes: m.palette.attributesSelected,
      access: m.palette.accessSelected,
      delete: m.palette.deleteSelected
    }
    return {
      id: `selection-${kind}`,
      label: labels[kind],
      about: count > 0 ? m.palette.selected(count) : undefined,
      shortcut: kind === 'delete' && count > 0 ? 'delete' : undefined,
      whyNot: count > 0 ? undefined : m.palette.whyNot.noSelection,
      run: () => place.openDialog({ kind, selection: selection.selection })
    }
  })
  const listed: readonly Command[] = [
    { id: 'upload', label: m.palette.uploadFiles, run: controls.uploadFiles },
    { id: 'upload-folder', label: m.objects.header.uploadFolder, run: controls.uploadFolder },
    { id: 'new-text', label: m.objects.header.newText, run: () => place.openDialog({ kind: 'new-text' }) },
    { id: 'new-folder', label: m.objects.header.newFolder, run: () => place.openDialog({ kind: 'new-folder' }) },
    { id: 'sync', label: m.sync.open, run: () => place.openDialog({ kind: 'sync' }) },
    {
      id: 'filter',
      label: place.isFlat ? m.objects.header.filterAll : m.objects.header.filterFolder,
      shortcut: 'filter',
      run: controls.filter
    },
    { id: 'search', label: m.search.whole, shortcut: 'search', run: controls.search },
    { id: 'reload', label: m.objects.header.reload, run: () => void place.listing.reload() },
    { id: 'flat', label: place.isFlat ? m.palette.withFolders : m.objects.header.flat, run: () => place.toggleFlat() },
    { id: 'select-all', label: m.palette.selectAll, shortcut: 'selectAll', run: () => place.selectAll() },
    { id: 'up', label: m.palette.up, shortcut: 'up', run: () => place.up() },
    { id: 'about', label: m.objects.path.about, run: () => (place.isAbout = true) },
    { id: 'folder-code', label: m.code.ofFolder, run: controls.code }
  ]
  return [...listed, ...ofSelection]
}
