import { ref } from 'vue'

/** The month's own target, in grams. It is the person's alone and stays on the device. */
export function useTarget(personId: string) {
  const slot = `tanhui.target.${personId}`
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
