/* Starts the documentation on /docs. A file of its own: the page's policy runs no script that stands in a page. */
const DOCUMENTED_KEY = '5f0c7a1e9d3b4c62'

window.addEventListener('load', () => {
  window.SwaggerUIBundle({
    url: '/openapi.json',
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
