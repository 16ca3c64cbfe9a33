import { ref, shallowRef } from 'vue'
import { asRefusal, Problem, type Refusal } from '../api/problem'
import { useSession } from '../session/session'

/**
 * Runs one command that must happen once.
 *
 * The request and its key are kept on this device, for this person, *before* anything is sent.
 * After a lost reply, a reload or a second press that very request is repeated; it is forgotten
 * only when the backend has given its final answer. (A new key, or the old key with an edited body,
 * could do the thing twice or be refused.)
 */
export function useCommand<Input, Reply>(name: string, run: (input: Input, key: string) => Promise<Reply>) {
  const session = useSession()
  const pending = ref(false)
  const refusal = shallowRef<Refusal | null>(null)

  const slot = () => `tanhui.command.${session.me?.person_id ?? 'nobody'}.${name}`

  async function submit(input: Input): Promise<Reply | undefined> {
    if (pending.value)
      return
    pending.value = true
    refusal.value = null
    const request = unfinished() ?? keep(input)
    try {
      const reply = await run(request.input, request.key)
      forget()
      return reply
    }
    catch (error) {
      refusal.value = asRefusal(error)
      if (isFinal(refusal.value))
        forget()
    }
    finally {
      pending.value = false
    }
  }

  /** The request whose outcome is still unknown, if there is one. */
  function unfinished(): { key: string, input: Input } | null {
    return JSON.parse(localStorage.getItem(slot()) ?? 'null')
  }

  function keep(input: Input) {
    const request = { key: freshKey(), input }
    localStorage.setItem(slot(), JSON.stringify(request))
    return request
  }

  function forget() {
    localStorage.removeItem(slot())
  }

  return { pending, refusal, submit, unfinished }
}

/** A refusal frees the key; being busy, too fast, or silent says nothing about the outcome. */
function isFinal(refusal: Refusal): boolean {
  return refusal instanceof Problem
    && refusal.status < 500
    && refusal.status !== 429
    && refusal.code !== 'request-in-progress'
}

/** 128 random bits in hexadecimal; unlike `randomUUID` this needs no secure context. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
