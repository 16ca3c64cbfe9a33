import { getCurrentScope, onScopeDispose, ref, shallowRef } from 'vue'
import { asRefusal, type Refusal } from '../api/problem'
import { isFinal } from '../commands/finality'
import { changed, drop, dropOutcome, keep, type KeptCommand, keptCommand, noteUnanswered, stillKept } from '../commands/kept'
import { claim, type Release } from '../commands/oneTab'
import { operationOf, wordsFor } from '../commands/operations'
import { tellDone } from '../commands/outbox'
import { type Repeating, repeatUntilAnswered } from '../commands/repeating'
import { useSession } from '../session/session'

interface Options<Input, Reply> {
  /** What it is, as the person says it; by default the operation's name. */
  words?: (input: Input) => string
  /** Goes on as after `submit`, when the answer came only to a later repetition. Without it the person is told. */
  late?: (reply: Reply) => unknown
  /** False for what is not worth repeating later: it is sent with a new key each time. */
  kept?: boolean
}

/**
 * Runs one command that must happen once.
 *
 * The request and its key are kept on this device, for this person, *before* anything is sent.
 * After a lost reply, a reload or a second press that very request is repeated; it is forgotten
 * only when the backend has given its final answer. (A new key, or the old key with an edited body,
 * could do the thing twice or be refused.) While its page is open the page repeats it by itself;
 * afterwards the outbox does, and says so.
 */
export function useCommand<Input, Reply>(name: string, run: (input: Input, key: string) => Promise<Reply>, { words, late, kept = true }: Options<Input, Reply> = {}) {
  const session = useSession()
  const pending = ref(false)
  const refusal = shallowRef<Refusal | null>(null)
  let release: Release | null = null
  let repeating: Repeating | null = null
  let left = false

  const person = () => session.personId ?? 'nobody'

  async function submit(input: Input): Promise<Reply | undefined> {
    if (pending.value)
      return
    pending.value = true
    refusal.value = null
    const command = unfinished() ?? begin(input)
    // Taken before anything is sent, so that the outbox leaves it to this page. Whoever has it, a press is sent.
    if (kept)
      release ??= await claim(command.key)
    return send(command)
  }

  async function send(command: KeptCommand): Promise<Reply | undefined> {
    pending.value = true
    try {
      const reply = await run(command.input as Input, command.key)
      refusal.value = null
      finish(command)
      return reply
    }
    catch (error) {
      const refused = asRefusal(error)
      refusal.value = refused
      if (isFinal(refused, stillKept(command)?.unanswered === true))
        finish(command)
      else
        goOn(command, refused)
    }
    finally {
      pending.value = false
    }
  }

  /** The request whose outcome is still unknown, if there is one. */
  function unfinished(): KeptCommand | null {
    return kept ? keptCommand(person(), name) : null
  }

  function begin(input: Input): KeptCommand {
    const command: KeptCommand = {
      key: freshKey(),
      name,
      person: person(),
      party: session.me?.acting?.party_id ?? null,
      at: Date.now(),
      page: window.location.pathname,
      words: words?.(input) ?? wordsFor(operationOf({ name })),
      input,
    }
    if (kept)
      keep(command)
    return command
  }

  function finish(command: KeptCommand) {
    drop(command)
    dropOutcome(command.key)
    letGo()
  }

  /** No answer came: it is asked for as long as the page is open. */
  function goOn(command: KeptCommand, after: Refusal) {
    noteUnanswered(command)
    if (left)
      letGo()
    else if (release && !repeating)
      repeating = repeatUntilAnswered(() => repeat(command), after)
  }

  async function repeat(command: KeptCommand): Promise<Refusal | null> {
    if (!stillKept(command))
      return letGo()
    // The person pressed again just now: that is this very request.
    if (pending.value)
      return refusal.value
    const reply = await send(command)
    if (reply === undefined)
      return stillKept(command) ? refusal.value : null
    if (late && !left)
      await late(reply)
    else
      tellDone(command, reply)
    return null
  }

  function letGo() {
    repeating?.stop()
    repeating = null
    if (release) {
      release()
      release = null
      changed() // the outbox may take it up now
    }
    return null
  }

  if (getCurrentScope()) {
    onScopeDispose(() => {
      left = true
      if (!pending.value)
        letGo()
    })
  }

  return { pending, refusal, submit, unfinished }
}

/** 128 random bits in hexadecimal; unlike `randomUUID` this needs no secure context. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
