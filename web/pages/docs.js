/* Starts the documentation on /docs. A file of its own: the page's policy runs no script that stands in a page. */
const ADDRESS = '/openapi.json'
const DOCUMENTED_KEY = '5f0c7a1e9d3b4c62'

/**
 * A part of the document as OpenAPI 3.0 says it; of 3.1 the service uses no more than what is told here. The library
 * opens an operation of 3.0 in two seconds and one of 3.1 in twenty.
 */
function inThreeZero(_name, part) {
  if (Array.isArray(part?.type)) {
    const { type, ...rest } = part
    return { ...rest, type: type.find(one => one !== 'null'), nullable: true }
  }
  if (part?.anyOf?.some(one => one.type === 'null')) {
    const { anyOf, ...rest } = part
    return { ...rest, allOf: anyOf.filter(one => one.type !== 'null'), nullable: true }
  }
  if (part?.contentMediaType) {
    const { contentMediaType: _, ...rest } = part
    return { ...rest, format: 'binary' }
  }
  return part
}

/** What to read: the document, or where that failed its address, so that the library says what is wrong with it. */
async function read() {
  try {
    const answer = await fetch(ADDRESS)
    return { spec: { ...JSON.parse(await answer.text(), inThreeZero), openapi: '3.0.3' } }
  }
  catch {
    return { url: ADDRESS }
  }
}

window.addEventListener('load', async () => {
  window.SwaggerUIBundle({
    ...await read(),
    dom_id: '#operations',
    deepLinking: true,
    displayOperationId: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    filter: true,
    persistAuthorization: false,
    // Nobody outside is told which document is read here.
    validatorUrl: null,
    requestInterceptor: (request) => {
      request.headers['Accept-Language'] = document.documentElement.lang
      // The key of the example was used by whoever tried before: each try is a request of its own.
      if (request.headers['Idempotency-Key'] === DOCUMENTED_KEY) {
        const bytes = window.crypto.getRandomValues(new Uint8Array(16))
        request.headers['Idempotency-Key'] = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
      }
      return request
    },
  })
})
