import { readonly, ref } from 'vue'

const connected = ref(navigator.onLine)

window.addEventListener('online', () => (connected.value = true))
window.addEventListener('offline', () => (connected.value = false))

/** False when the device knows that it has no network; true is only its belief. */
export const online = readonly(connected)
