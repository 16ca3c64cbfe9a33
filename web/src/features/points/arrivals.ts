import { computed, ref, shallowRef, type Ref } from 'vue'
import type { PointEntry } from '../../api/types'
import { TOLD } from '../../session/personal'
import { success } from '../../ui/haptics'
import { listPointEntries } from './api'

/**
 * Points that have come since this person last looked, on this device. The mark moves only when the notice is opened
 * or put away, so it is still there after a reload. What a page has said itself is not said again.
 */
interface Seen { at: string, told: string[] }
export interface Arrival { points: number, count: number, newest: PointEntry }

const EVERY_MS = 60_000
const AT_LEAST_MS = 10_000

const fresh = shallowRef<readonly PointEntry[]>([])
const person: Ref<string | null> = ref(null)
let lookedAt = 0

const slot = (id: string) => TOLD + id

function read(id: string): Seen | null {
  try {
    return JSON.parse(localStorage.getItem(slot(id)) ?? 'null')
  }
  catch {
    return null
  }
}

function keep(seen: Seen) {
  if (person.value)
    localStorage.setItem(slot(person.value), JSON.stringify(seen))
}

export function useArrivals() {
  const arrival = computed<Arrival | null>(() => {
    const newest = fresh.value[0]
    return newest ? { newest, count: fresh.value.length, points: fresh.value.reduce((sum, one) => sum + one.points, 0) } : null
  })

  /** Look now, unless somebody has just looked. Silent about failures: it is a courtesy, no page waits for it. */
  async function look(personId: string, { now = Date.now() } = {}) {
    if (person.value !== personId) {
      person.value = personId
      fresh.value = []
      lookedAt = 0
    }
    if (now - lookedAt < AT_LEAST_MS)
      return
    lookedAt = now
    const page = await listPointEntries({ direction: 'earned' }).catch(() => null)
    if (!page || person.value !== personId)
      return
    const seen = read(personId)
    if (!seen) // a first visit: what is there is no news
      return keep({ at: page.items[0]?.recorded_at ?? new Date(0).toISOString(), told: [] })
    const before = fresh.value.length
    fresh.value = page.items.filter(one => one.points > 0 && Date.parse(one.recorded_at) > Date.parse(seen.at) && !seen.told.includes(one.entry_id))
    if (fresh.value.length > before)
      success()
  }

  /** The notice was opened or put away, or the statement itself was read. */
  function seenAll() {
    const newest = fresh.value[0]
    if (newest)
      keep({ at: newest.recorded_at, told: [] })
    fresh.value = []
  }

  function forget() {
    person.value = null
    fresh.value = []
    lookedAt = 0
  }

  return { arrival, look, seenAll, forget, EVERY_MS }
}

/** A page says by itself that these points have come. */
export function toldOf(personId: string, entryId: string) {
  const seen = read(personId)
  if (seen && !seen.told.includes(entryId))
    localStorage.setItem(slot(personId), JSON.stringify({ ...seen, told: [...seen.told, entryId].slice(-50) }))
  fresh.value = fresh.value.filter(one => one.entry_id !== entryId)
}
