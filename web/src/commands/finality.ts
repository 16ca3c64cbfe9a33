import { Problem, type Refusal } from '../api/problem'

/**
 * Whether this ends the command. A refusal frees the key; being busy, too fast, or silent says nothing about the
 * outcome. Nor does a lost session (401) say anything about an earlier attempt whose answer never came.
 */
export function isFinal(refusal: Refusal, unanswered: boolean): refusal is Problem {
  return refusal instanceof Problem
    && refusal.status < 500
    && refusal.status !== 429
    && refusal.code !== 'request-in-progress'
    && !(refusal.status === 401 && unanswered)
}
