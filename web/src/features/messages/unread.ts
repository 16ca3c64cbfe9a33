import { ref } from 'vue'
import { listNotices } from './api'

/** Whether something waits to be read: a mark, no number that begs. Asked for at most once a minute, never insisted on. */
export const somethingUnread = ref(false)

const AGAIN_AFTER_MS = 60_000
let asked = { person: '', at: 0 }

export async function lookForUnread(person: string | null, now = Date.now()) {
  if (person === null) {
    somethingUnread.value = false
    asked = { person: '', at: 0 }
    return
  }
  if (asked.person === person && now - asked.at < AGAIN_AFTER_MS)
    return
  asked = { person, at: now }
  try {
    somethingUnread.value = (await listNotices({ limit: 1 })).unread_count > 0
  }
  catch {
    // A mark that is missing says nothing false; the page of the messages tells what went wrong.
  }
}
