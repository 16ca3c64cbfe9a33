import { ref, watch } from 'vue'
import { playSuccess } from '../../ui/sound'

/** Whether this counter sounds when points were taken; kept on the device, as the noise of a shop is the shop's affair. */
const KEPT = 'tanhui.counter-sound'

export const counterSounds = ref(localStorage.getItem(KEPT) !== '0')
watch(counterSounds, on => localStorage.setItem(KEPT, on ? '1' : '0'), { flush: 'sync' })

export function soundOfSuccess() {
  if (counterSounds.value)
    playSuccess()
}
