import { ref } from 'vue'

/**
 * The commands of this device whose answer is not known yet, and what became of those that were repeated.
 *
 * In localStorage, because that is written before the next line runs: nothing is sent that is not kept first. Each
 * entry belongs to one person; it goes when it is answered, after a day, at sign-out, or when somebody else signs in.
 */
export interface KeptCommand {
  key: string
  /** One unfinished command for each name, e.g. `cancel-order.<id>`: up to the dot the operation, then what it is about. */
  name: string
  person: string
  /** For whom the person acted. The same key under another party would be another request. */
  party: string | null
  /** Milliseconds since 1970. */
  at: number
  /** Where it was given. */
  page: string
  /** What it is, as a person says it: “收 200 分”. */
  words: string
  input: unknown
  /** As it goes over the line, to the byte; there once it was about to be sent. */
  request?: { method: string, path: string, body: string }
  /** It was sent at least once without an answer. */
  unanswered?: boolean
}

/** What a person has not read yet. */
export interface Outcome {
  key: string
  operation: string
  person: string
  words: string
  outcome: 'done' | 'refused' | 'expired'
  /** The backend's own words for a refusal. */
  reason?: string
  path: string
}

/** Shorter than the 30 days for which the service remembers an answer: a person has long looked elsewhere. */
export const REPEATABLE_FOR_MS = 24 * 3600 * 1000

const COMMANDS = 'tanhui.command.'
const OUTCOMES = 'tanhui.outcome.'

/** Counts the changes made in this tab and, with `changedElsewhere`, in others. */
export const revision = ref(0)
export const changed = () => void revision.value++

/** Call it with the name of a storage entry that another tab wrote. */
export function changedElsewhere(name: string | null) {
  if (name === null || name.startsWith(COMMANDS) || name.startsWith(OUTCOMES))
    changed()
}

const slot = (person: string, name: string) => `${COMMANDS}${person}.${name}`

export function keptCommand(person: string, name: string): KeptCommand | null {
  return read<KeptCommand>(slot(person, name))
}

export function keptCommands(): KeptCommand[] {
  return all<KeptCommand>(COMMANDS).sort((one, other) => one.at - other.at)
}

export function keep(command: KeptCommand) {
  write(slot(command.person, command.name), command)
}

/** The command as it is kept now; null once it was answered, here or in another tab. */
export function stillKept({ person, name, key }: KeptCommand): KeptCommand | null {
  const found = keptCommand(person, name)
  return found?.key === key ? found : null
}

/** Adds what goes over the line to the command with this key, just before it does. */
export async function seal(key: string, request: Request) {
  const command = keptCommands().find(one => one.key === key)
  if (!command || command.request)
    return
  const body = await request.clone().text()
  if (stillKept(command))
    keep({ ...command, request: { method: request.method, path: new URL(request.url).pathname, body } })
}

/** It went out and nothing came back. */
export function noteUnanswered(command: KeptCommand) {
  const found = stillKept(command)
  if (found)
    keep({ ...found, unanswered: true })
}

export function drop(command: KeptCommand) {
  if (stillKept(command))
    erase(slot(command.person, command.name))
}

export function outcomesFor(person: string): Outcome[] {
  return all<Outcome>(OUTCOMES).filter(one => one.person === person)
}

export function keepOutcome(outcome: Outcome) {
  write(OUTCOMES + outcome.key, outcome)
}

export function dropOutcome(key: string) {
  erase(OUTCOMES + key)
}

/** Signing out leaves nothing of anybody behind. */
export function dropEverything() {
  for (const name of names(COMMANDS, OUTCOMES))
    erase(name)
}

function names(...prefixes: string[]): string[] {
  return Object.keys(localStorage).filter(name => prefixes.some(prefix => name.startsWith(prefix)))
}

const all = <Kept>(prefix: string) => names(prefix).map(name => read<Kept>(name)).filter(one => one !== null)

function read<Kept>(name: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null
  }
  catch {
    return null // somebody wrote there by hand
  }
}

function write(name: string, kept: unknown) {
  try {
    localStorage.setItem(name, JSON.stringify(kept))
  }
  catch {
    // A device that keeps nothing (full, or told so) still sends; the page itself holds the key as long as it is open.
  }
  changed()
}

function erase(name: string) {
  localStorage.removeItem(name)
  changed()
}
