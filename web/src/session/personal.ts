/**
 * What pages keep on this device for one person, each under `<prefix><person id>` and perhaps more. It goes when that
 * person signs out, and when somebody else signs in; a session that merely ran out leaves a half-filled form where it is.
 */
export const DRAFT = 'tanhui.footprint-draft.'
export const TARGET = 'tanhui.target.'
export const TOLD = 'tanhui.points-seen.'

export function forgetPersonal({ exceptOf }: { exceptOf?: string } = {}) {
  Object.keys(localStorage)
    .filter(name => [DRAFT, TARGET, TOLD].some(prefix => name.startsWith(prefix) && !(exceptOf && name.slice(prefix.length).startsWith(exceptOf))))
    .forEach(name => localStorage.removeItem(name))
}
