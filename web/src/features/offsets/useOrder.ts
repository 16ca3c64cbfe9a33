import { computed, onMounted, onScopeDispose, ref } from 'vue'
import type { Order, Payment } from '../../api/types'
import { useResource } from '../../composables/useResource'
import { getOffsetOrder, getPayment, lookAtPayment } from './api'

/** Seconds between looks: often right after paying, then ever calmer. */
const WAITS_S = [1, 1, 2, 2, 3, 5, 8, 13, 15]
/** Nothing more will happen to the order by itself. */
function isSettled({ order, payment }: { order: Order, payment: Payment }): boolean {
  if (['created', 'paying'].includes(payment.state))
    return !['placed', 'paid'].includes(order.state)
  return !['paid', 'refunding', 'late'].includes(payment.state) || order.state === 'retired'
}

/** One order and its payment, looked at again until they have come to an end. */
export function useOrder(id: string) {
  const resource = useResource(async (): Promise<{ order: Order, payment: Payment }> => {
    // Whoever waits has the gateway asked; the backend does that at most every two seconds, however often we look.
    const known = resource.data.value?.payment
    const asked = known?.state === 'paying' ? await lookAtPayment(known.payment_id) : null
    const order = await getOffsetOrder(id)
    if (!asked && order.payment.state === 'paying')
      return { payment: await lookAtPayment(order.payment.payment_id), order: await getOffsetOrder(id) }
    return { order, payment: asked ?? await getPayment(order.payment.payment_id) }
  }, { immediate: false })

  const waitingSince = ref<number | null>(null)
  const now = ref(Date.now())
  let timer = 0
  let turn = 0

  const waited_ms = computed(() => (waitingSince.value === null ? 0 : now.value - waitingSince.value))

  async function look() {
    window.clearTimeout(timer)
    await resource.reload()
    now.value = Date.now()
    const seen = resource.data.value
    if (seen && isSettled(seen))
      return
    timer = window.setTimeout(look, 1000 * (WAITS_S[Math.min(turn++, WAITS_S.length - 1)] ?? 15))
  }

  /** The person went to pay or came back: look again at once and often. */
  function expectNews() {
    waitingSince.value = Date.now()
    turn = 0
    void look()
  }

  function onVisible() {
    if (document.visibilityState === 'visible' && resource.data.value && !isSettled(resource.data.value))
      expectNews()
  }

  onMounted(() => document.addEventListener('visibilitychange', onVisible))
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onVisible)
    window.clearTimeout(timer)
  })
  return { resource, look, expectNews, waited_ms }
}
