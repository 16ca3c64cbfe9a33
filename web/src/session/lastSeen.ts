import { NoAnswer } from '../api/problem'
import { TOLD } from './personal'

/**
 * What was last seen here, to be shown, with its date, while there is no network. Few things, for this device's person:
 * signing out takes them away, so that the next one does not read over somebody's shoulder.
 */
interface Seen<Data> { data: Data, at: number }

const SEEN = 'tanhui.seen.'
const MOST = 8

/** Loads and keeps it; where no answer comes, gives what was last seen, with its date. A refusal stays one. */
export async function orLastSeen<Data>(name: string, load: () => Promise<Data>): Promise<{ data: Data, seenAt: number | null }> {
  try {
    const data = await load()
    keepSeen(name, data)
    return { data, seenAt: null }
  }
  catch (error) {
    const seen = error instanceof NoAnswer ? lastSeen<Data>(name) : null
    if (seen === null)
      throw error
    return { data: seen.data, seenAt: seen.at }
  }
}

function keepSeen(name: string, data: unknown) {
  try {
    localStorage.setItem(SEEN + name, JSON.stringify({ data, at: Date.now() }))
    oldestFirst().slice(0, -MOST).forEach(old => localStorage.removeItem(old))
  }
  catch {
    // A full device shows nothing while offline; that is all.
  }
}

function lastSeen<Data>(name: string): Seen<Data> | null {
  return JSON.parse(localStorage.getItem(SEEN + name) ?? 'null') as Seen<Data> | null
}

/** The names that begin with `prefix`, newest first, without it. */
export function seenUnder(prefix: string): string[] {
  return oldestFirst().reverse().map(name => name.slice(SEEN.length)).filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length))
}

/** Also the marks of what a person was told: nothing of anybody stays on a device that was signed out. */
export function forgetSeen() {
  oldestFirst().forEach(name => localStorage.removeItem(name))
  Object.keys(localStorage).filter(name => name.startsWith(TOLD)).forEach(name => localStorage.removeItem(name))
}

function oldestFirst(): string[] {
  const at = (name: string) => (JSON.parse(localStorage.getItem(name)!) as Seen<unknown>).at
  return Object.keys(localStorage).filter(name => name.startsWith(SEEN)).sort((one, other) => at(one) - at(other))
}
