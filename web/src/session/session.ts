import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { answerOf, client } from '../api/client'
import { Problem } from '../api/problem'
import type { Me, Session } from '../api/types'

/**
 * Who is here, the only store. The refresh token is in a cookie that scripts cannot read; this mark
 * only says that there may be one, so that a first visit does not begin with a refused request.
 */
const MARK = 'tanhui.signed-in'

export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const me = ref<Me | null>(null)
  /** The person's own party, to come back from acting for a merchant. */
  const citizenParty = ref('')
  let starting: Promise<void> | undefined
  let renewing: Promise<boolean> | undefined

  const signedIn = computed(() => session.value !== null)
  const actingMerchant = computed(() => (me.value?.acting?.kind === 'merchant' ? me.value.acting : null))

  /** Picks up the session of an earlier visit; every caller waits for the one attempt. */
  function start(): Promise<void> {
    return (starting ??= pickUp())
  }

  async function pickUp() {
    if (localStorage.getItem(MARK) !== null && await renew())
      await loadMe().catch(() => undefined)
  }

  /** Single flight: a burst of refused requests renews once, and so rotates the cookie once. */
  function renew(): Promise<boolean> {
    return (renewing ??= exchange().finally(() => (renewing = undefined)))
  }

  async function exchange(): Promise<boolean> {
    try {
      session.value = await answerOf(client.POST('/api/v1/auth/refresh', { body: {} }))
      return true
    }
    catch (error) {
      // Only a refusal ends the session; a lost network does not sign anybody out.
      if (error instanceof Problem && error.status < 500)
        forget()
      return false
    }
  }

  async function signIn(input: { challenge_id: string, code: string, agreement_version: string }) {
    session.value = await answerOf(client.POST('/api/v1/auth/sessions', { body: { ...input, client: 'browser' } }))
    localStorage.setItem(MARK, '1')
    starting = Promise.resolve()
    await loadMe()
  }

  async function actAs(partyId: string) {
    session.value = await answerOf(client.POST('/api/v1/auth/acting-party', { body: { party_id: partyId } }))
    await loadMe()
  }

  async function loadMe() {
    me.value = await answerOf(client.GET('/api/v1/me'))
    citizenParty.value = me.value.party_id
  }

  async function signOut() {
    try {
      await answerOf(client.DELETE('/api/v1/auth/session'))
    }
    finally {
      forget()
    }
  }

  function forget() {
    session.value = null
    me.value = null
    localStorage.removeItem(MARK)
  }

  return { session, me, citizenParty, signedIn, actingMerchant, start, renew, signIn, actAs, loadMe, signOut }
})
