// What passes between the page and other programs: the clipboard, and files that are dropped; in whichever engine.
import type { Locator, Page } from '@playwright/test'
import { engine, expect } from '../engines/engine'

/** For `test.use` where something is copied: other engines know no such permissions. */
export const clipboard = { permissions: engine === 'chromium' ? ['clipboard-read', 'clipboard-write'] : [] }

/** What was copied. Only Chromium lets a test read the clipboard; elsewhere it is pasted, as a user does. */
export async function paste(page: Page): Promise<string> {
  if (engine === 'chromium') return page.evaluate(() => navigator.clipboard.readText())
  await page.evaluate(() => {
    const field = document.createElement('textarea')
    field.id = 'pasted'
    document.body.append(field)
    field.focus()
  })
  await page.keyboard.press('Control+V')
  const field = page.locator('#pasted')
  await expect(field).not.toHaveValue('')
  return field.evaluate((element) => {
    element.remove()
    return (element as HTMLTextAreaElement).value
  })
}

/** Drops a file with this text on what is found. */
export async function dropText(where: Locator, name: string, text: string): Promise<void> {
  await where.evaluate(
    (element, file) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([file.text], file.name))
      element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    { name, text }
  )
}
