import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { NoAnswer, Problem } from '../api/problem'
import type { Me } from '../api/types'
import { useSession } from '../session/session'
import { freshKey, useCommand } from './useCommand'

interface Sent { input: { kg: number }, key: string }

/** A backend of one command: it remembers what arrived and answers from a list. */
function aCommand(...replies: (string | Error)[]) {
  const sent: Sent[] = []
  const command = useCommand('retire', async (input: { kg: number }, key: string) => {
    sent.push({ input, key })
    const reply = replies.shift() ?? 'done'
    if (reply instanceof Error)
      throw reply
    return reply
  })
  return { ...command, sent }
}

const refused = (status: number, code = 'refused') => new Problem({ type: '', title: 'no', detail: '', status, code })

function signInAs(personId: string) {
  useSession().me = { person_id: personId } as Me
}

beforeEach(() => {
  setActivePinia(createPinia())
  signInAs('anna')
})

describe('a command that must happen once', () => {
  it('takes a fresh key for every new request', async () => {
    const { submit, sent } = aCommand()
    await submit({ kg: 1 })
    await submit({ kg: 1 })
    expect(sent).toHaveLength(2)
    expect(sent[0]!.key).not.toBe(sent[1]!.key)
  })

  it('keeps request and key on the device before it sends', async () => {
    let kept: unknown
    const command = useCommand('retire', async () => {
      kept = command.unfinished()
      return 'done'
    })
    await command.submit({ kg: 7 })
    expect(kept).toMatchObject({ input: { kg: 7 } })
    expect(command.unfinished()).toBeNull()
  })

  it.each([
    ['no answer came', new NoAnswer('offline')],
    ['the server broke', refused(500)],
    ['a dependency was down', refused(503)],
    ['the first one still runs', refused(409, 'request-in-progress')],
    ['it was too fast', refused(429)],
  ])('repeats the very same request after %s, even if the form was edited', async (_, failure) => {
    const { submit, sent, refusal } = aCommand(failure)
    expect(await submit({ kg: 1 })).toBeUndefined()
    expect(refusal.value).toBe(failure)
    expect(await submit({ kg: 2 })).toBe('done')
    expect(sent[1]).toEqual(sent[0])
  })

  it('repeats it after a reload too', async () => {
    const before = aCommand(new NoAnswer('offline'))
    await before.submit({ kg: 1 })
    const after = aCommand()
    await after.submit({ kg: 2 })
    expect(after.sent[0]).toEqual(before.sent[0])
  })

  it.each([400, 401, 404, 409, 422])('forgets it when the backend refused with %i', async (status) => {
    const { submit, sent } = aCommand(refused(status))
    await submit({ kg: 1 })
    await submit({ kg: 2 })
    expect(sent[1]!.input).toEqual({ kg: 2 })
    expect(sent[1]!.key).not.toBe(sent[0]!.key)
  })

  it('never sends one person’s request for another', async () => {
    await aCommand(new NoAnswer('offline')).submit({ kg: 1 })
    signInAs('ben')
    const { submit, sent } = aCommand()
    await submit({ kg: 5 })
    expect(sent[0]!.input).toEqual({ kg: 5 })
  })

  it('ignores a second press while the first is under way', async () => {
    const { submit, sent } = aCommand()
    await Promise.all([submit({ kg: 1 }), submit({ kg: 1 })])
    expect(sent).toHaveLength(1)
  })
})

it('makes keys of 128 random bits in visible ASCII', () => {
  const keys = new Set(Array.from({ length: 200 }, freshKey))
  expect(keys.size).toBe(200)
  for (const key of keys)
    expect(key).toMatch(/^[0-9a-f]{32}$/)
})
