import { computed, onScopeDispose, ref } from 'vue'

/** Whole seconds left until a moment; stops at nil and with its page. */
export function useCountdown() {
  const endsAt = ref(0)
  const now = ref(Date.now())
  let timer = 0

  const left = computed(() => Math.max(0, Math.ceil((endsAt.value - now.value) / 1000)))

  function start(seconds: number) {
    until(Date.now() + seconds * 1000)
  }

  function until(moment: number) {
    stop()
    endsAt.value = moment
    now.value = Date.now()
    timer = window.setInterval(() => {
      now.value = Date.now()
      if (left.value === 0)
        stop()
    }, 250)
  }

  function stop() {
    window.clearInterval(timer)
  }

  onScopeDispose(stop)
  return { left, start, until, stop }
}
