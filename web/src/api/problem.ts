import type { ProblemDocument } from './types'

/** The backend said no, in its own words (RFC 9457). */
export class Problem extends Error {
  constructor(readonly document: ProblemDocument, readonly retryAfterSeconds: number | null = null) {
    super(document.code)
    this.name = 'Problem'
  }

  get code() {
    return this.document.code
  }

  get status() {
    return this.document.status
  }

  /** A fact of the first reason that has it, e.g. `left_kg`, for a page that offers a way out. */
  fact(name: string): unknown {
    return this.document.reasons?.find(reason => name in (reason.facts ?? {}))?.facts?.[name]
  }

  /** The sentence for one field of the request body, by its JSON pointer. */
  fieldError(pointer: string): string | undefined {
    const error = this.document.errors?.find(error => error.field === pointer)
    return error && [error.detail, error.mend].filter(Boolean).join(' ')
  }
}

/** No answer at all: whether the request was carried out is unknown. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('no-answer', { cause })
    this.name = 'NoAnswer'
  }
}

/** It was not sent: an earlier command, of which only the words are given, is not answered yet. */
export class StillUnanswered extends Error {
  constructor(readonly words: string) {
    super('still-unanswered')
    this.name = 'StillUnanswered'
  }
}

export type Refusal = Problem | NoAnswer | StillUnanswered

export function asRefusal(error: unknown): Refusal {
  if (error instanceof Problem || error instanceof NoAnswer)
    return error
  throw error
}
