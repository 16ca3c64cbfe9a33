import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { answerOf, client } from '../api/client'
import { Problem } from '../api/problem'
import type { Me, Membership, Role, Session } from '../api/types'
import { dropEverything } from '../commands/kept'
import { deviceName } from './deviceName'
import { forgetSeen } from './lastSeen'
import { forgetPersonal } from './personal'

/**
 * Who is here, the only store. The refresh token is in a cookie that scripts cannot read; this mark
 * only says that there may be one, so that a first visit does not begin with a refused request.
 */
const MARK = 'tanhui.signed-in'

/** The position that this tab acts in; kept through a reload, never shared with another tab. */
const ACTING = 'tanhui.acting'

/** An organisation and the role in it. */
export interface Position { party_id: string, role: Membership['role'] }

/** Says that this position is over, or asks for more than this sign-in has shown. */
const NOT_IN_THIS_POSITION = ['not-a-member', 'second-factor-required', 'second-factor-missing']

/** Whose session it may be: for drafts and unfinished commands while nobody can be asked. */
const PERSON = 'tanhui.person'

export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const me = ref<Me | null>(null)
  const remembered = ref(localStorage.getItem(PERSON))
  let starting: Promise<void> | undefined
  let returning: Promise<void> | undefined
  let renewing: Promise<boolean> | undefined

  const signedIn = computed(() => session.value !== null)
  const acting = computed(() => me.value?.acting ?? null)
  const actingMerchant = computed(() => (acting.value?.role === 'merchant-clerk' ? acting.value : null))

  const personId = computed(() => me.value?.person_id ?? remembered.value)
  /** There may well be a session, but no answer came that could say so. */
  const away = ref(false)

  /** Picks up the session of an earlier visit; every caller waits for the one attempt. */
  function start(): Promise<void> {
    return (starting ??= pickUp())
  }

  async function pickUp() {
    if (localStorage.getItem(MARK) !== null && await renew())
      await loadMe().catch(() => undefined)
    away.value = me.value === null && localStorage.getItem(MARK) !== null
  }

  /** Once more after a start without network. */
  function comeBack(): Promise<void> {
    return away.value ? (returning ??= pickUp().finally(() => (returning = undefined))) : start()
  }

  /** Single flight: a burst of refused requests renews once, and so rotates the cookie once. */
  function renew(): Promise<boolean> {
    return (renewing ??= alone(exchange).finally(() => (renewing = undefined)))
  }

  async function exchange(): Promise<boolean> {
    try {
      session.value = await answerOf(client.POST('/api/v1/auth/refresh', { body: keptPosition() ?? {} }))
      return true
    }
    catch (error) {
      // Removed from the organisation since: one is still oneself.
      if (error instanceof Problem && NOT_IN_THIS_POSITION.includes(error.code) && sessionStorage.getItem(ACTING) !== null) {
        sessionStorage.removeItem(ACTING)
        const stays = await exchange()
        if (stays)
          await loadMe().catch(() => undefined)
        return stays
      }
      // Only a refusal ends the session; a lost network does not sign anybody out.
      if (error instanceof Problem && error.status < 500)
        forget()
      return false
    }
  }

  async function signIn(input: { challenge_id: string, code: string, agreement_version: string }) {
    session.value = await answerOf(client.POST('/api/v1/auth/sessions', { body: { ...input, client: 'browser', device: deviceName() } }))
    localStorage.setItem(MARK, '1')
    starting = Promise.resolve()
    await loadMe()
  }

  async function actAs({ party_id, role }: Position) {
    session.value = await answerOf(client.POST('/api/v1/auth/acting-party', { body: { party_id, role: role as Role } }))
    sessionStorage.setItem(ACTING, JSON.stringify({ party_id, role }))
    await loadMe()
  }

  /** A renewal that names no party is for the person. */
  async function actAsMyself() {
    sessionStorage.removeItem(ACTING)
    if (await renew())
      await loadMe()
  }

  async function loadMe() {
    me.value = await answerOf(client.GET('/api/v1/me'))
    remembered.value = me.value.person_id
    localStorage.setItem(PERSON, me.value.person_id)
    forgetPersonal({ exceptOf: me.value.person_id })
    away.value = false
  }

  async function signOut() {
    try {
      await answerOf(client.DELETE('/api/v1/auth/session'))
    }
    finally {
      dropEverything()
      forgetPersonal()
      forget()
    }
  }

  function forget() {
    session.value = null
    me.value = null
    away.value = false
    remembered.value = null
    localStorage.removeItem(PERSON)
    localStorage.removeItem(MARK)
    forgetSeen()
    sessionStorage.removeItem(ACTING)
  }

  return { session, me, personId, signedIn, away, acting, actingMerchant, start, comeBack, renew, signIn, actAs, actAsMyself, loadMe, signOut }
})

function keptPosition(): Position | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(ACTING) ?? 'null') as Position | null
    return kept && typeof kept.party_id === 'string' ? kept : null
  }
  catch {
    return null // of an earlier version of the app
  }
}

/** One tab at a time: each renewal uses the cookie up, and using it twice would end the session for all. */
async function alone<Result>(run: () => Promise<Result>): Promise<Result> {
  return navigator.locks ? navigator.locks.request('tanhui.renewal', run) : run()
}
