// Permission to use a handle that the user picked or dropped on an earlier page. https://wicg.github.io/file-system-access/

type Ask = (options: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>

/** Not in TypeScript's library: only some browsers ask. */
interface AskingHandle {
  readonly queryPermission?: Ask
  readonly requestPermission?: Ask
}

/** May ask the user, so call it in their click. @returns false where they refuse, or the browser can't ask now. Never rejects. */
export async function isGranted(handle: FileSystemHandle & AskingHandle, mode: 'read' | 'readwrite'): Promise<boolean> {
  try {
    if ((await handle.queryPermission?.({ mode })) === 'granted') return true
    return (await handle.requestPermission?.({ mode })) === 'granted'
  } catch {
    return false
  }
}
