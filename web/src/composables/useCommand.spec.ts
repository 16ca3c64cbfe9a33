import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { NoAnswer, Problem, StillUnanswered } from '../api/problem'
import type { Me } from '../api/types'
import { drop, keep, keptCommands, outcomesFor } from '../commands/kept'
import { useSession } from '../session/session'
import { freshKey, useCommand } from './useCommand'

interface Input { kg: number, of?: string }
interface Sent { input: Input, key: string }
type Reply = string | Error | Promise<string>

/** A backend of one command: it remembers what arrived and answers from a list. */
function aCommand(...replies: Reply[]) {
  return aCommandWith({}, ...replies)
}

function aCommandWith(options: { subject?: (input: Input) => string, late?: (reply: string) => void }, ...replies: Reply[]) {
  const sent: Sent[] = []
  const command = useCommand('retire', async (input: Input, key: string) => {
    sent.push({ input, key })
    const reply = await (replies.shift() ?? 'done')
    if (reply instanceof Error)
      throw reply
    return reply
  }, { words: ({ kg }) => `${kg} kg`, ...options })
  return { ...command, sent }
}

/** An answer that comes when the test says so. */
function inItsOwnTime() {
  let answer!: (reply: string) => void
  let refuse!: (why: Error) => void
  const reply = new Promise<string>((resolve, reject) => {
    answer = resolve
    refuse = reject
  })
  return { reply, answer, refuse }
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
      kept = keptCommands()
      return 'done'
    })
    await command.submit({ kg: 7 })
    expect(kept).toMatchObject([{ input: { kg: 7 } }])
    expect(keptCommands()).toEqual([])
  })

  it.each([
    ['no answer came', new NoAnswer('offline')],
    ['the server broke', refused(500)],
    ['a dependency was down', refused(503)],
    ['the first one still runs', refused(409, 'request-in-progress')],
    ['it was too fast', refused(429)],
  ])('repeats the very same request after %s', async (_, failure) => {
    const { submit, sent, refusal } = aCommand(failure)
    expect(await submit({ kg: 1 })).toBeUndefined()
    expect(refusal.value).toBe(failure)
    expect(await submit({ kg: 1 })).toBe('done')
    expect(sent[1]).toEqual(sent[0])
  })

  it('repeats it after a reload too', async () => {
    const before = aCommand(new NoAnswer('offline'))
    await before.submit({ kg: 1 })
    const after = aCommand()
    await after.submit({ kg: 1 })
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

describe('a press that means something else while an answer is missing', () => {
  const bySort = (input: Input) => input.of ?? 'pine'

  it('sends nothing, and says what is not answered yet', async () => {
    const { submit, sent, refusal } = aCommand(new NoAnswer('offline'))
    await submit({ kg: 100 })
    expect(await submit({ kg: 10 })).toBeUndefined()
    expect(sent.map(one => one.input.kg)).toEqual([100])
    expect(refusal.value).toBeInstanceOf(StillUnanswered)
    expect((refusal.value as StillUnanswered).words).toBe('100 kg')
  })

  it('nor after a reload', async () => {
    await aCommand(refused(503)).submit({ kg: 100 })
    const after = aCommand()
    await after.submit({ kg: 10 })
    expect(after.sent).toEqual([])
    expect(after.refusal.value).toBeInstanceOf(StillUnanswered)
  })

  it('goes out with a key of its own once the earlier one was answered, and the notice goes by itself', async () => {
    const { submit, sent, refusal } = aCommand(new NoAnswer('offline'))
    await submit({ kg: 100 })
    await submit({ kg: 10 })
    await submit({ kg: 100 }) // the very same again: answered now
    await submit({ kg: 10 })
    expect(sent.map(one => one.input.kg)).toEqual([100, 100, 10])
    expect(sent[1]!.key).toBe(sent[0]!.key)
    expect(sent[2]!.key).not.toBe(sent[0]!.key)

    const other = aCommand(new NoAnswer('offline'))
    await other.submit({ kg: 7 })
    await other.submit({ kg: 8 })
    expect(other.refusal.value).toBeInstanceOf(StillUnanswered)
    drop(keptCommands()[0]!) // answered in another tab
    await nextTick()
    expect(other.refusal.value).toBeNull()
    expect(refusal.value).toBeNull()
  })

  it('is the same thing whatever order its members have', async () => {
    const { submit, sent } = aCommand(new NoAnswer('offline'))
    await submit({ kg: 1, of: 'fir' })
    await submit({ of: 'fir', kg: 1 })
    expect(sent).toHaveLength(2)
    expect(sent[1]!.key).toBe(sent[0]!.key)
  })

  it('goes out where it is about another subject, and each keeps its own key', async () => {
    const { submit, sent } = aCommandWith({ subject: bySort }, new NoAnswer('offline'), new NoAnswer('offline'))
    await submit({ kg: 1, of: 'fir' })
    await submit({ kg: 1, of: 'oak' })
    await submit({ kg: 1, of: 'fir' })
    expect(sent.map(one => one.input.of)).toEqual(['fir', 'oak', 'fir'])
    expect(sent[0]!.key).not.toBe(sent[1]!.key)
    expect(sent[2]!.key).toBe(sent[0]!.key)
    expect(keptCommands().map(one => one.name)).toEqual(['retire.oak'])
  })

  it('is not held up by a request that never left the device', async () => {
    const { submit, sent } = aCommand()
    keep({ key: 'k', name: 'retire', person: 'anna', party: null, at: Date.now(), page: '/', words: '', input: { kg: 5 } })
    await submit({ kg: 1 })
    expect(sent.map(one => one.input.kg)).toEqual([1])
  })

  it('is another thing under another party', async () => {
    const { submit, sent, refusal } = aCommand(new NoAnswer('offline'))
    await submit({ kg: 1 })
    useSession().me = { person_id: 'anna', acting: { party_id: 'shop' } } as Me
    await submit({ kg: 1 })
    expect(sent).toHaveLength(1)
    expect(refusal.value).toBeInstanceOf(StillUnanswered)
  })
})

describe('an answer that comes when the screen is about something else', () => {
  it('changes nothing on the screen and is told above it', async () => {
    const slow = inItsOwnTime()
    const late = vi.fn()
    const { submit, handOver, pending } = aCommandWith({ late }, slow.reply)
    const pressed = submit({ kg: 100 })
    await nextTick()
    handOver()
    expect(pending.value).toBe(false)
    slow.answer('done')
    expect(await pressed).toBeUndefined()
    expect(late).not.toHaveBeenCalled()
    expect(outcomesFor('anna')).toMatchObject([{ outcome: 'done', words: '100 kg' }])
    expect(keptCommands()).toEqual([])
  })

  it('is told also when it is a refusal', async () => {
    const slow = inItsOwnTime()
    const { submit, handOver, refusal } = aCommand(slow.reply)
    const pressed = submit({ kg: 100 })
    await nextTick()
    handOver()
    slow.refuse(refused(422))
    await pressed
    expect(refusal.value).toBeNull()
    expect(outcomesFor('anna')).toMatchObject([{ outcome: 'refused', words: '100 kg', reason: 'no' }])
  })

  it('does not end what was pressed meanwhile', async () => {
    const first = inItsOwnTime()
    const second = inItsOwnTime()
    const { submit, handOver, pending } = aCommandWith({ subject: input => input.of! }, first.reply, second.reply)
    const forAnna = submit({ kg: 1, of: 'fir' })
    await nextTick()
    handOver()
    const forBen = submit({ kg: 2, of: 'oak' })
    await nextTick()
    first.answer('the first')
    expect(await forAnna).toBeUndefined()
    expect(pending.value).toBe(true)
    second.answer('the second')
    expect(await forBen).toBe('the second')
    expect(outcomesFor('anna').map(one => one.words)).toEqual(['1 kg'])
  })

  it('is not repeated by a page that turned to something else', async () => {
    const late = vi.fn()
    const { submit, handOver, sent } = aCommandWith({ late }, new NoAnswer('offline'))
    await submit({ kg: 100 })
    handOver()
    window.dispatchEvent(new Event('online'))
    await new Promise(resolve => setTimeout(resolve, 0))
    expect(sent).toHaveLength(1)
    expect(late).not.toHaveBeenCalled()
  })

  it('goes on being repeated after a press that was not answered either', async () => {
    const late = vi.fn()
    const { submit, sent } = aCommandWith({ late }, new NoAnswer('offline'), new NoAnswer('offline'))
    await submit({ kg: 100 })
    await submit({ kg: 100 })
    window.dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(late).toHaveBeenCalledWith('done'))
    expect(sent).toHaveLength(3)
  })
})

it('makes keys of 128 random bits in visible ASCII', () => {
  const keys = new Set(Array.from({ length: 200 }, freshKey))
  expect(keys.size).toBe(200)
  for (const key of keys)
    expect(key).toMatch(/^[0-9a-f]{32}$/)
})
