import { onScopeDispose, ref, shallowRef } from 'vue'
import { asRefusal, NoAnswer, type Refusal } from '../api/problem'

const SKELETON_AFTER_MS = 300
const SLOW_AFTER_MS = 5_000

/**
 * One thing that a page shows: what was loaded and when, why it was not, and how long it has been waited for.
 * Only the newest load counts, so a slow earlier answer never overwrites a later one.
 */
export function useResource<Data>(load: () => Promise<Data>, { immediate = true } = {}) {
  const data = shallowRef<Data | null>(null)
  const loadedAt = shallowRef<Date | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const loading = ref(false)
  const late = ref(false)
  const slow = ref(false)
  let newest = 0
  let timers: number[] = []

  async function reload(): Promise<void> {
    const turn = ++newest
    stopTimers()
    loading.value = true
    late.value = slow.value = false
    timers = [
      window.setTimeout(() => (late.value = true), SKELETON_AFTER_MS),
      window.setTimeout(() => (slow.value = true), SLOW_AFTER_MS),
    ]
    try {
      const loaded = await load()
      if (turn !== newest)
        return
      data.value = loaded
      loadedAt.value = new Date()
      refusal.value = null
    }
    catch (error) {
      if (turn === newest)
        refusal.value = asRefusal(error)
    }
    finally {
      if (turn === newest) {
        stopTimers()
        loading.value = false
      }
    }
  }

  function stopTimers() {
    timers.forEach(window.clearTimeout)
  }

  /** What failed for want of a network comes by itself when there is one. */
  function onOnline() {
    if (refusal.value instanceof NoAnswer)
      void reload()
  }

  window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    stopTimers()
    window.removeEventListener('online', onOnline)
  })
  if (immediate)
    void reload()
  return { data, loadedAt, refusal, loading, late, slow, reload }
}

export type Resource<Data> = ReturnType<typeof useResource<Data>>
