import createClient from 'openapi-fetch'
import { authorizedFetch } from './authorizedFetch'
import { NoAnswer, Problem } from './problem'
import type { paths } from './schema'
import type { ProblemDocument } from './types'

/** The typed client; `authorizedFetch` adds language and token, and renews the token once on 401. */
export const client = createClient<paths>({ baseUrl: window.location.origin, fetch: request => authorizedFetch(request) })

interface Answer<Data> { data?: Data, error?: unknown, response: Response }

/** The body of a 2xx answer; anything else becomes a `Problem`, silence a `NoAnswer`. */
export async function answerOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>
  try {
    answer = await call
  }
  catch (error) {
    throw new NoAnswer(error)
  }
  if (answer.response.ok)
    return answer.data as Data
  throw problemOf(answer.response, answer.error)
}

export function problemOf(response: Response, body: unknown): Problem {
  const retryAfter = Number(response.headers.get('Retry-After'))
  return new Problem(
    isProblemDocument(body) ? body : unexplained(response),
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  )
}

function isProblemDocument(body: unknown): body is ProblemDocument {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body
}

/** A proxy's page or an empty body: the interface has its own words for this code. */
function unexplained(response: Response): ProblemDocument {
  return { type: 'about:blank', title: '', detail: '', status: response.status, code: 'unexplained-answer' }
}

/** The parameter of a command that must happen once. */
export const once = (key: string) => ({ header: { 'Idempotency-Key': key } })
