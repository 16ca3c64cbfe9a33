import { effectScope, shallowRef, watch } from 'vue'
import { authorizedFetch } from '../api/authorizedFetch'
import { problemOf } from '../api/client'
import { asRefusal, NoAnswer, Problem, type Refusal } from '../api/problem'
import { useSession } from '../session/session'
import { isFinal } from './finality'
import { changed, changedElsewhere, drop, dropOutcome, keepOutcome, type KeptCommand, keptCommands, noteUnanswered, type Outcome, outcomesFor, REPEATABLE_FOR_MS, revision, stillKept } from './kept'
import { claimNext } from './oneTab'
import { operationOf, pathOfResult } from './operations'
import { type Repeating, repeatUntilAnswered } from './repeating'

/**
 * Repeats what no page attends to any more, after a reload or a lost network, and tells the person: from the moment it
 * is taken up until the answer was read. Each command belongs to one person acting for one party; under anybody else
 * it waits or, where somebody else signs in, goes.
 */
export type Notice =
  | { key: string, state: 'waiting' | 'elsewhere', words: string, operation: string }
  | { key: string, state: 'answered', outcome: Outcome }
  | { key: string, state: 'not-yours' }

export const notices = shallowRef<Notice[]>([])

/** Asks at once for the answer to the command with this key, where the outbox attends to it. */
export let askNow: (key: string) => void = () => undefined

interface Errand { command: KeptCommand, waiting: AbortController, repeating: Repeating | null }

export function startOutbox(): () => void {
  const session = useSession()
  const errands = new Map<string, Errand>()
  const strangers = new Set<string>()
  const scope = effectScope(true)

  function look() {
    const person = session.personId
    if (person === null) {
      endErrands(() => true)
      notices.value = []
      return
    }
    for (const command of keptCommands()) {
      if (command.person !== person)
        dropStrangers(command)
      else if (Date.now() - command.at > REPEATABLE_FOR_MS)
        end(command, { outcome: 'expired', path: command.page })
      else if (command.request && mayBeSent(command) && !errands.has(command.key))
        void takeUp(command)
    }
    endErrands(({ command }) => !stillKept(command) || !mayBeSent(command))
    show(person)
  }

  const mayBeSent = (command: KeptCommand) => session.signedIn && session.me !== null && command.party === (session.me.acting?.party_id ?? null)

  function show(person: string) {
    notices.value = [
      ...[...strangers].map(key => ({ key, state: 'not-yours' as const })),
      ...keptCommands().filter(one => one.person === person && one.request).flatMap((command): Notice[] => {
        const { key, words } = command
        if (session.me !== null && !mayBeSent(command))
          return [{ key, words, operation: operationOf(command), state: 'elsewhere' }]
        // A page that is open speaks for itself; without a session nobody can be asked.
        return errands.get(key)?.repeating || session.me === null ? [{ key, words, operation: operationOf(command), state: 'waiting' }] : []
      }),
      ...outcomesFor(person).map(outcome => ({ key: outcome.key, state: 'answered' as const, outcome })),
    ]
  }

  /** Somebody else used this device: their unfinished things are not repeated in this person's name. */
  function dropStrangers(command: KeptCommand) {
    if (!session.signedIn)
      return
    strangers.add(command.key)
    drop(command)
  }

  async function takeUp(command: KeptCommand) {
    const errand: Errand = { command, waiting: new AbortController(), repeating: null }
    errands.set(command.key, errand)
    const release = await claimNext(command.key, errand.waiting.signal)
    if (release === null || errand.waiting.signal.aborted || !stillKept(command)) {
      release?.()
      errands.delete(command.key)
      return
    }
    errand.waiting.signal.addEventListener('abort', () => {
      errand.repeating?.stop()
      release()
    })
    errand.repeating = repeatUntilAnswered(() => repeat(command), null)
    changed()
  }

  async function repeat(command: KeptCommand): Promise<Refusal | null> {
    if (!stillKept(command) || !mayBeSent(command))
      return null
    try {
      const reply = await resend(command)
      end(command, { outcome: 'done', path: pathOfResult(command, reply) })
      return null
    }
    catch (error) {
      const refusal = asRefusal(error)
      noteUnanswered(command)
      if (!isFinal(refusal, true))
        return refusal
      end(command, { outcome: 'refused', path: command.page, reason: refusal.document.title })
      return null
    }
  }

  function endErrands(which: (errand: Errand) => boolean) {
    for (const errand of [...errands.values()].filter(which)) {
      errands.delete(errand.command.key)
      errand.waiting.abort()
    }
  }

  askNow = key => errands.get(key)?.repeating?.now()
  scope.run(() => watch([revision, () => session.me, () => session.signedIn], look, { immediate: true }))
  const onStorage = (event: StorageEvent) => changedElsewhere(event.key)
  window.addEventListener('storage', onStorage)
  // A claim that failed without locks, or a day that passed: looked at again whenever the person does.
  for (const news of ['online', 'focus'])
    window.addEventListener(news, changed)

  return () => {
    scope.stop()
    askNow = () => undefined
    endErrands(() => true)
    strangers.clear()
    notices.value = []
    window.removeEventListener('storage', onStorage)
    for (const news of ['online', 'focus'])
      window.removeEventListener(news, changed)
  }
}

/** Tells of a command that was answered when its page no longer waited for it. */
export function tellDone(command: KeptCommand, reply: unknown) {
  tell(command, { outcome: 'done', path: pathOfResult(command, reply) })
}

/** Tells of a refusal that came when its page was about something else. */
export function tellRefused(command: KeptCommand, refusal: Problem) {
  tell(command, { outcome: 'refused', path: command.page, reason: refusal.document.title })
}

export function dismiss(notice: Notice) {
  notices.value = notices.value.filter(one => one !== notice)
  dropOutcome(notice.key)
}

function end(command: KeptCommand, what: Pick<Outcome, 'outcome' | 'path' | 'reason'>) {
  // Answered meanwhile, on its page or in another tab: that place has told of it.
  if (!stillKept(command))
    return
  tell(command, what)
  drop(command)
}

function tell(command: KeptCommand, what: Pick<Outcome, 'outcome' | 'path' | 'reason'>) {
  const { key, person, words } = command
  keepOutcome({ key, person, words, operation: operationOf(command), ...what })
}

/** The very request that was kept, with its key. */
async function resend({ key, request }: KeptCommand): Promise<unknown> {
  const { method, path, body } = request!
  let response: Response
  try {
    response = await authorizedFetch(new Request(new URL(path, window.location.origin), { method, body, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key } }))
  }
  catch (error) {
    throw new NoAnswer(error)
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok)
    return answer
  throw problemOf(response, answer) satisfies Problem
}
