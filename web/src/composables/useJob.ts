import { onScopeDispose, ref, shallowRef } from 'vue'
import { getJob } from '../api/files'
import { asRefusal, NoAnswer, Problem, type Refusal } from '../api/problem'
import type { Job } from '../api/types'

const FIRST_MS = 1_000
const SLOWEST_MS = 10_000
const SLOWER = 1.4

/**
 * How far long work is, asked for politely: soon at first, then less and less often, and not at all while nobody
 * looks at the page. A line that is away for a moment ends nothing; a refusal does.
 */
export function useJob(id: string, { done, failed }: { done?: (job: Job) => unknown, failed?: (why: Refusal) => unknown } = {}) {
  const job = shallowRef<Job | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const unreachable = ref(false)
  let pause = FIRST_MS
  let timer = 0
  let over = false

  async function look() {
    window.clearTimeout(timer)
    try {
      const found = await getJob(id)
      if (over)
        return
      unreachable.value = false
      if (found.done !== job.value?.done)
        pause = FIRST_MS // it moves: somebody waits for the next piece
      job.value = found
      over = found.state === 'done' || found.state === 'failed'
      if (found.problem)
        refusal.value = new Problem({ type: `/problems/${found.problem.code}`, status: 422, reasons: [], ...found.problem })
      if (found.state === 'done')
        void done?.(found)
      if (found.state === 'failed' && refusal.value)
        void failed?.(refusal.value)
    }
    catch (error) {
      const refused = asRefusal(error)
      unreachable.value = refused instanceof NoAnswer || refused instanceof Problem && refused.status >= 429
      if (!unreachable.value) {
        refusal.value = refused
        over = true
      }
    }
    if (!over && !document.hidden)
      timer = window.setTimeout(() => void look(), pause = Math.min(pause * SLOWER, SLOWEST_MS))
  }

  /** Whoever comes back sees at once how far it is. */
  function onVisibility() {
    window.clearTimeout(timer)
    if (!over && !document.hidden) {
      pause = FIRST_MS
      void look()
    }
  }

  document.addEventListener('visibilitychange', onVisibility)
  onScopeDispose(() => {
    over = true
    window.clearTimeout(timer)
    document.removeEventListener('visibilitychange', onVisibility)
  })
  void look()
  return { job, refusal, unreachable }
}
