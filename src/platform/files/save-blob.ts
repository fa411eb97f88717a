// Gives a Blob to the user as a file, by the browser's own download.

/**
 * Returns as soon as the browser has been asked; there is no event for the end of its copy.
 * @param holdMs for how long the Blob stays. The copy holds it by itself once it has started; an hour is time enough for a browser that
 *   asks where to save.
 */
export function saveBlob(blob: Blob, fileName: string, holdMs = 3_600_000): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), holdMs)
}
