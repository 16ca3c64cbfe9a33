/**
 * The right to send one command, for one place at a time: a page or the outbox, in whichever tab. The browser's locks
 * end with their tab; where there are none (plain HTTP off this machine), a lease that runs out does nearly as well.
 * Should two tabs repeat after all, the key still lets the thing happen once.
 */
export type Release = () => void

const LEASE = 'tanhui.lease.'
const LEASE_MS = 90_000
/** Locks and localStorage reach another tab on different ways, in either order. */
const STORAGE_LAG_MS = 300
const tab = Math.random().toString(36).slice(2)
const heldHere = new Set<string>()

/** Takes the right at once, or resolves to null where somebody else has it. */
export function claim(key: string): Promise<Release | null> {
  return navigator.locks ? lock(key, { ifAvailable: true }) : Promise.resolve(lease(key))
}

/**
 * Takes the right when whoever has it lets go or is closed; null if `signal` came first (or, without locks, at once).
 * What that tab wrote before it let go can then be read here.
 */
export async function claimNext(key: string, signal: AbortSignal): Promise<Release | null> {
  if (!navigator.locks)
    return lease(key)
  const release = await lock(key, { signal })
  if (release !== null)
    await new Promise(resume => setTimeout(resume, STORAGE_LAG_MS))
  return release
}

function lock(key: string, options: LockOptions): Promise<Release | null> {
  return new Promise((resolve) => {
    navigator.locks.request(`tanhui.command.${key}`, options, granted =>
      granted ? new Promise<void>(release => resolve(release)) : resolve(null)).catch(() => resolve(null))
  })
}

function lease(key: string): Release | null {
  const name = LEASE + key
  const [holder, until] = (localStorage.getItem(name) ?? ' 0').split(' ')
  if (heldHere.has(key) || (holder !== tab && Number(until) > Date.now()))
    return null
  heldHere.add(key)
  localStorage.setItem(name, `${tab} ${Date.now() + LEASE_MS}`)
  return () => {
    heldHere.delete(key)
    localStorage.removeItem(name)
  }
}
