import { ref } from 'vue'

const SHOWN_MS = 2_400

/** What `ToastHost` shows. Good news only; refusals are shown where they happened. */
export const toast = ref('')
let timer = 0

export function sayDone(message: string) {
  window.clearTimeout(timer)
  toast.value = message
  timer = window.setTimeout(() => (toast.value = ''), SHOWN_MS)
}
