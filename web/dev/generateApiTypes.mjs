/**
 * Writes src/api/schema.d.ts from docs/openapi.json (`npm run gen:api`).
 *
 * The document marks what a request must have. What an answer has is not marked everywhere, because
 * marshmallow always writes every field of a schema: so an answer's schema without a list of required
 * fields has all of them.
 */
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const [source = '../docs/openapi.json', target = 'src/api/schema.d.ts'] = process.argv.slice(2)
const document = JSON.parse(await readFile(source, 'utf8'))
const schemas = document.components.schemas

const asked = new Set()
for (const operation of Object.values(document.paths).flatMap(path => Object.values(path)))
  collect(operation.requestBody)

for (const [name, schema] of Object.entries(schemas)) {
  if (!asked.has(name) && schema.properties && !schema.required)
    schema.required = Object.keys(schema.properties)
}

const banner = '// Generated from docs/openapi.json by `npm run gen:api`. Do not edit.\n\n'
// A field with a default is one that a request may leave out, not one that it always has.
await writeFile(target, banner + astToString(await openapiTS(document, { defaultNonNullable: false, alphabetize: true })))

/** Remembers every schema that a request can reach. */
function collect(node) {
  if (typeof node !== 'object' || node === null)
    return
  const name = node.$ref?.split('/').at(-1)
  if (name && !asked.has(name)) {
    asked.add(name)
    collect(schemas[name])
  }
  Object.values(node).forEach(collect)
}
