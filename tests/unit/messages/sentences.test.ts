// A sentence that is read once has at most 120 characters, in each language; a value in it counts as ten.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

const MAX_CHARACTERS = 120
const VALUE = 'x'.repeat(10)
const messages = new URL('../../../src/messages/', import.meta.url).pathname

const files = ['en', 'de'].flatMap((language) =>
  readdirSync(`${messages}${language}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${language}/${file}`)
)

test.each(files)('%s has no long sentence', (file) => {
  const source = ts.createSourceFile(file, readFileSync(messages + file, 'utf8'), ts.ScriptTarget.Latest)
  expect(
    textsIn(source)
      .flatMap(sentencesOf)
      .filter((one) => one.length > MAX_CHARACTERS)
  ).toEqual([])
})

function textsIn(node: ts.Node): string[] {
  const texts: string[] = []
  if (ts.isStringLiteralLike(node)) texts.push(node.text)
  if (ts.isTemplateExpression(node))
    texts.push(node.head.text + node.templateSpans.map(({ literal }) => VALUE + literal.text).join(''))
  ts.forEachChild(node, (child) => void texts.push(...textsIn(child)))
  return texts
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.?!:])\s+/)
}
