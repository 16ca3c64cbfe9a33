import { type Ref, ref, shallowRef } from 'vue'
import { asRefusal, type Refusal } from '../api/problem'
import type { Page } from '../api/types'

/** A list that grows by pages: `first` fills it anew, `next` appends. */
export function useMore<Item>(items: Ref<Item[]>, load: (cursor: string | undefined) => Promise<Page<Item>>) {
  const cursor = ref<string | null>(null)
  const pending = ref(false)
  const refusal = shallowRef<Refusal | null>(null)
  const hasMore = ref(false)

  async function first() {
    const page = await load(undefined)
    items.value = page.items
    keep(page)
    return page
  }

  async function next() {
    if (pending.value || cursor.value === null)
      return
    pending.value = true
    refusal.value = null
    try {
      const page = await load(cursor.value)
      items.value = [...items.value, ...page.items]
      keep(page)
    }
    catch (error) {
      refusal.value = asRefusal(error)
    }
    finally {
      pending.value = false
    }
  }

  function keep(page: Page<Item>) {
    cursor.value = page.next_cursor ?? null
    hasMore.value = cursor.value !== null
  }

  return { first, next, pending, refusal, hasMore }
}
