// In another page's frame every click could be someone else's.
import { expect, test } from '../fixture'

test('Lockgate does not start in the frame of another page, and says so', async ({ page, baseURL }) => {
  await page.setContent(`<iframe src="${baseURL}" width="800" height="600"></iframe>`)
  const frame = page.frameLocator('iframe')
  await expect(frame.getByText('Lockgate can’t be embedded in another site.')).toBeVisible()
  await expect(frame.getByRole('heading')).toHaveCount(0)
  await expect(frame.getByRole('textbox')).toHaveCount(0)
})
