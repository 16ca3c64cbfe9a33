import { getCurrentScope, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asRefusal, type Refusal, StillUnanswered } from '../api/problem'
import { isFinal } from '../commands/finality'
import { changed, drop, dropOutcome, keep, type KeptCommand, keptCommand, noteUnanswered, revision, stillKept } from '../commands/kept'
import { claim, type Release } from '../commands/oneTab'
import { operationOf, wordsFor } from '../commands/operations'
import { askNow, tellDone, tellRefused } from '../commands/outbox'
import { type Repeating, repeatUntilAnswered } from '../commands/repeating'
import { useSession } from '../session/session'

interface Options<Input, Reply> {
  /** Of what there may be one unanswered command: the redemption to be reversed, the month of a footprint. */
  subject?: (input: Input) => string
  /** What it is, as the person says it; by default the operation's name. */
  words?: (input: Input) => string
  /** Goes on as after `submit`, when the answer came only to a later repetition. Without it the person is told. */
  late?: (reply: Reply) => unknown
  /** False for what is not worth repeating later: it is sent with a new key each time. */
  kept?: boolean
}

/** A command that was pressed on this page, as long as nobody knows its answer. */
interface Attended {
  command: KeptCommand
  release: Release | null
  repeating: Repeating | null
  inFlight: boolean
}

/**
 * Runs one command that must happen once.
 *
 * The request and its key are kept on this device, for this person, *before* anything is sent.
 * After a lost reply, a reload or a second press that very request is repeated; it is forgotten
 * only when the backend has given its final answer. (A new key, or the old key with an edited body,
 * could do the thing twice or be refused.) A press that means something else is not sent before the
 * answer to the earlier one is known; the person is told which one that is.
 *
 * While its page shows it the page repeats it by itself; once the page turns to something else
 * (`handOver`) or is left, the outbox does, and says so.
 */
export function useCommand<Input, Reply>(operation: string, run: (input: Input, key: string) => Promise<Reply>, { subject, words, late, kept = true }: Options<Input, Reply> = {}) {
  const session = useSession()
  const pending = ref(false)
  const refusal = shallowRef<Refusal | null>(null)
  /** What the screen is about. An answer to anything else is told above the page and changes nothing on it. */
  let current: Attended | null = null
  let earlier: KeptCommand | null = null

  const person = () => session.personId ?? 'nobody'
  const party = () => session.me?.acting?.party_id ?? null
  const nameFor = (input: Input) => (subject ? `${operation}.${subject(input)}` : operation)

  async function submit(input: Input): Promise<Reply | undefined> {
    if (pending.value)
      return
    pending.value = true
    const before = kept ? await unanswered(nameFor(input)) : null
    if (before && !(before.party === party() && sameInput(before.input, input))) {
      handOver()
      refuseUntilAnswered(before)
      return
    }
    refusal.value = null
    const attended = attend(before ?? begin(input))
    attended.inFlight = pending.value = true
    // Taken before anything is sent, so that the outbox leaves it to this page. Whoever has it, a press is sent.
    if (kept)
      attended.release ??= await claim(attended.command.key)
    return send(attended)
  }

  /** The request of this name whose outcome is still unknown, if there is one. */
  async function unanswered(name: string): Promise<KeptCommand | null> {
    const command = keptCommand(person(), name)
    if (!command || command.request || command.unanswered || current?.command.key === command.key)
      return command
    // It never went over the line. If nobody is about to send it (its tab was closed), nobody ever will.
    const release = await claim(command.key)
    if (!release)
      return command
    drop(command)
    release()
    return null
  }

  function refuseUntilAnswered(before: KeptCommand) {
    earlier = before
    refusal.value = new StillUnanswered(before.words)
    askNow(before.key)
  }

  function attend(command: KeptCommand): Attended {
    if (current?.command.key === command.key) {
      // The person does not wait for the next repetition.
      current.repeating?.stop()
      current.repeating = null
      return current
    }
    handOver()
    return (current = { command, release: null, repeating: null, inFlight: false })
  }

  async function send(attended: Attended): Promise<Reply | undefined> {
    const { command } = attended
    const shown = () => current === attended
    attended.inFlight = true
    pending.value = shown()
    try {
      const reply = await run(command.input as Input, command.key)
      const isNews = finish(attended)
      if (shown() || !kept) {
        refusal.value = null
        return reply
      }
      if (isNews)
        tellDone(command, reply)
    }
    catch (error) {
      const refused = asRefusal(error)
      if (shown())
        refusal.value = refused
      if (!isFinal(refused, stillKept(command)?.unanswered === true))
        goOn(attended, refused)
      else if (finish(attended) && !shown())
        tellRefused(command, refused)
    }
    finally {
      attended.inFlight = false
      if (shown())
        pending.value = false
    }
  }

  function begin(input: Input): KeptCommand {
    const name = nameFor(input)
    const command: KeptCommand = {
      key: freshKey(),
      name,
      person: person(),
      party: party(),
      at: Date.now(),
      page: window.location.pathname,
      words: words?.(input) ?? wordsFor(operationOf({ name })),
      input,
    }
    if (kept)
      keep(command)
    return command
  }

  /** Whether nobody knew of the answer: the outbox of another tab may have told it already. */
  function finish(attended: Attended): boolean {
    const isNews = stillKept(attended.command) !== null
    drop(attended.command)
    dropOutcome(attended.command.key)
    letGo(attended)
    return isNews
  }

  /** No answer came: it is asked for as long as the page shows it. */
  function goOn(attended: Attended, after: Refusal) {
    noteUnanswered(attended.command)
    if (current !== attended)
      letGo(attended)
    else if (attended.release)
      attended.repeating ??= repeatUntilAnswered(() => repeat(attended), after)
  }

  async function repeat(attended: Attended): Promise<Refusal | null> {
    if (current !== attended || !stillKept(attended.command))
      return letGo(attended)
    const reply = await send(attended)
    if (reply === undefined)
      return current === attended && stillKept(attended.command) ? refusal.value : null
    if (late)
      await late(reply)
    else
      tellDone(attended.command, reply)
    return null
  }

  /** The screen is about something else from now on: the outbox attends to what was not answered. */
  function handOver() {
    const attended = current
    current = null
    pending.value = false
    refusal.value = null
    if (attended && !attended.inFlight)
      letGo(attended)
  }

  function letGo(attended: Attended) {
    attended.repeating?.stop()
    attended.repeating = null
    if (attended.release) {
      attended.release()
      attended.release = null
      changed() // the outbox may take it up now
    }
    return null
  }

  watch(revision, () => {
    if (refusal.value instanceof StillUnanswered && earlier && !stillKept(earlier))
      refusal.value = null
  })

  if (getCurrentScope())
    onScopeDispose(handOver)

  return { pending, refusal, submit, handOver }
}

/** What would go over the line for the one and for the other; an absent member is as good as an undefined one. */
function sameInput(one: unknown, other: unknown): boolean {
  return inOrder(one) === inOrder(other)
}

function inOrder(input: unknown): string | undefined {
  return JSON.stringify(input, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value)
}

/** 128 random bits in hexadecimal; unlike `randomUUID` this needs no secure context. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
