import { Problem, type Refusal } from '../api/problem'

/** Pauses between attempts while the network seems to be there; a longer Retry-After wins. */
const PAUSES_S = [2, 5, 10, 20, 40, 60]

export interface Repeating { stop: () => void, now: () => void }

/**
 * Calls `attempt` until it returns null: after ever longer pauses, and at once when the network is back or the app is
 * looked at again. Never while there is no network or nobody looks.
 */
export function repeatUntilAnswered(attempt: () => Promise<Refusal | null>, after: Refusal | null): Repeating {
  let turn = 0
  let timer = 0
  let busy = false
  let stopped = false

  async function again() {
    if (stopped || busy || !navigator.onLine || document.hidden)
      return
    window.clearTimeout(timer)
    busy = true
    const refusal = await attempt()
    busy = false
    if (refusal === null)
      stop()
    else
      rest(refusal)
  }

  function rest(refusal: Refusal) {
    if (stopped)
      return
    const asked_s = refusal instanceof Problem ? (refusal.retryAfterSeconds ?? 0) : 0
    timer = window.setTimeout(again, 1000 * Math.max(asked_s, PAUSES_S[Math.min(turn++, PAUSES_S.length - 1)]!))
  }

  function now() {
    turn = 0
    void again()
  }

  function stop() {
    stopped = true
    window.clearTimeout(timer)
    window.removeEventListener('online', now)
    document.removeEventListener('visibilitychange', now)
  }

  window.addEventListener('online', now)
  document.addEventListener('visibilitychange', now)
  if (after === null)
    now()
  else
    rest(after)
  return { stop, now }
}
