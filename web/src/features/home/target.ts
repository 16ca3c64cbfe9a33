import { ref } from 'vue'
import { TARGET } from '../../session/personal'

/** The month's own target, in grams. It is the person's alone and stays on the device until they sign out. */
export function useTarget(personId: string) {
  const slot = TARGET + personId
  const kept = ref(Number(localStorage.getItem(slot)) || null)

  function keep(grams: number | null) {
    kept.value = grams
    if (grams === null)
      localStorage.removeItem(slot)
    else
      localStorage.setItem(slot, String(grams))
  }

  return { kept, keep }
}
