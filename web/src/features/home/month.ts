import { computed, type Ref } from 'vue'
import type { Footprint } from '../../api/types'
import { countyTime, daysIn, periodOf } from '../../format/time'

/**
 * The month that the ring shows: the newest recorded one, measured against the person's own target
 * or, without one, against the published average that came with the statement.
 */
export function useMonth(footprints: Ref<readonly Footprint[]>, keptTarget: Ref<number | null>, now = new Date()) {
  const current = periodOf(now)
  const newest = computed(() => footprints.value.filter(one => one.state === 'recorded').toSorted((a, b) => b.period.localeCompare(a.period))[0] ?? null)
  const running = computed(() => newest.value?.period === current)
  const target_g = computed(() => keptTarget.value ?? newest.value?.comparison.benchmark?.value_g ?? null)
  const used = computed(() => (newest.value && target_g.value ? newest.value.emissions_g / target_g.value : 0))
  const { day } = countyTime(now)
  return {
    current,
    newest,
    running,
    target_g,
    used,
    left_g: computed(() => (newest.value && target_g.value !== null ? target_g.value - newest.value.emissions_g : null)),
    elapsed: day / daysIn(current),
    daysLeft: daysIn(current) - day,
  }
}
