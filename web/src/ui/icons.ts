/** The hand-drawn icons of the visual guide: 24 box, round 1.6 stroke, no fill. */
export const icons = {
  'check': '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  'bell': '<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5Z"/><path d="M10.3 20.3c.9.7 2.5.7 3.4 0"/>',
  'down': '<path d="m5.5 9.5 6.5 6.5 6.5-6.5"/>',
  'up': '<path d="m5.5 14.5 6.5-6.5 6.5 6.5"/>',
  'next': '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
  'back': '<path d="M14.5 5 7.5 12l7 7"/>',
  'close': '<path d="m6 6 12 12M18 6 6 18"/>',
  'minus': '<path d="M5.5 12h13"/>',
  'plus': '<path d="M5.5 12h13M12 5.5v13"/>',
  'points': '<path d="M12 20.5V11"/><path d="M12 12.5C12 8.7 9.2 6.5 4.5 6.5c0 4 2.7 6 7.5 6Z"/><path d="M12 10.5c0-3.4 2.4-5.7 7-6 .2 4-2.3 6.4-7 6Z"/><path d="M7 20.5h10"/>',
  'bus': '<rect x="5" y="4.5" width="14" height="13" rx="2"/><path d="M5 12.5h14M12 4.5v8M7.5 17.5v2M16.5 17.5v2M8 15h1.2M14.8 15H16"/>',
  'bolt': '<path d="M13 3.5 6 13.5h5l-1 7 7.5-10.5h-5.2z"/>',
  'walk': '<circle cx="13" cy="4.8" r="1.6"/><path d="m8 20.5 2.7-5.5M15.5 20.5 14.5 16l-3-3 1-5-3 1.5-1 3M12.5 8l1.8 2.7 2.7 1"/>',
  'book': '<path d="M12 6.5C10 5 7.5 4.6 4.5 5v13c3-.4 5.5 0 7.5 1.5 2-1.5 4.5-1.9 7.5-1.5V5c-3-.4-5.5 0-7.5 1.5Z"/><path d="M12 6.5v13"/>',
  'tree': '<path d="M12 20.5v-7"/><path d="m12 16 3.2-2.6"/><path d="M8.3 16.5c-2.5 0-4.3-1.7-4.3-3.9 0-1.7 1-2.9 2.3-3.5C6.4 6 8.9 3.5 12 3.5S17.6 6 17.7 9.1C19 9.7 20 10.9 20 12.6c0 2.2-1.8 3.9-4.3 3.9"/>',
  'home': '<path d="M4 11.2 12 4.5l8 6.7"/><path d="M6 10v9h12v-9"/><path d="M10 19v-5h4v5"/>',
  'leaf': '<path d="M5 20c0-8 4-14 14-15.5C19.5 14 14.5 18.6 8 17"/><path d="M5 20c1.6-4.4 4.4-7.4 8.5-9.5"/>',
  'code': '<rect x="4" y="4" width="6" height="6" rx="1"/><rect x="14" y="4" width="6" height="6" rx="1"/><rect x="4" y="14" width="6" height="6" rx="1"/><path d="M14 14h2.5v2.5H14zM20 14v3M17.5 20H20M14 19.5v.5"/>',
  'gift': '<rect x="4" y="9.5" width="16" height="10.5" rx="1.5"/><path d="M4 13.5h16M12 9.5V20"/><path d="M12 9.5C9 9.5 7.4 8.2 7.8 6.4 8.3 4.2 11.6 4.6 12 9.5Zm0 0c3 0 4.6-1.3 4.2-3.1-.5-2.2-3.8-1.8-4.2 3.1Z"/>',
  'person': '<circle cx="12" cy="8.2" r="3.7"/><path d="M4.8 20c.7-4 3.6-6 7.2-6s6.5 2 7.2 6"/>',
  'people': '<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19.5c.5-3.5 2.9-5.3 6-5.3s5.5 1.8 6 5.3"/><path d="M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.8c2 .8 3.2 2.4 3.5 4.7"/>',
  'flame': '<path d="M12 3.5c.6 3.6 5.5 5.6 5.5 10.7A5.6 5.6 0 0 1 12 20a5.6 5.6 0 0 1-5.5-5.8c0-2.4 1.3-3.9 2.5-5 .2 1.6.8 2.5 1.8 3 .4-3.3-.3-6 1.2-8.7Z"/>',
  'drop': '<path d="M12 3.8c3.4 4 5.7 7 5.7 10.2a5.7 5.7 0 0 1-11.4 0c0-3.2 2.3-6.2 5.7-10.2Z"/><path d="M9.3 14.5c.2 1.5 1.1 2.4 2.5 2.7"/>',
  'car': '<path d="M4 16.5v-3.7l2.2-5.3a1.6 1.6 0 0 1 1.5-1h8.6a1.6 1.6 0 0 1 1.5 1l2.2 5.3v3.7Z"/><path d="M4.5 12.5h15M5.5 16.5v2M18.5 16.5v2"/><path d="M7.3 14.5h1.4M15.3 14.5h1.4"/>',
  'train': '<path d="M7 17.5c-1.4 0-2-1-2-2.3V10c0-3.5 2.5-6 7-6s7 2.5 7 6v5.2c0 1.3-.6 2.3-2 2.3Z"/><path d="M5.5 12.5h13M12 4.2v8.3M8.5 15h.1M15.4 15h.1M8 17.5 6 20.5M16 17.5l2 3"/>',
  'bowl': '<path d="M4 11.5h16c0 4.3-2.6 7-5.3 7.7V20H9.3v-.8C6.6 18.5 4 15.8 4 11.5Z"/><path d="M9 8.5c-.8-1.2.8-1.8 0-3.2M12.5 8.5c-.8-1.2.8-1.8 0-3.2M16 8.5c-.8-1.2.8-1.8 0-3.2"/>',
  'lock': '<rect x="5.5" y="10.5" width="13" height="9.5" rx="1.8"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14v2.5"/>',
  'info': '<circle cx="12" cy="12" r="8.2"/><path d="M12 11v5.2M12 7.8v.1"/>',
  'share': '<path d="M12 14.5V4M8 7.5 12 3.8l4 3.7M6 11.5v8h12v-8"/>',
  'save': '<path d="M12 4v11M7.5 11 12 15.5 16.5 11M5 19.5h14"/>',
  'shield': '<path d="M12 3.8 5 6.3v5.2c0 4.4 2.9 7.4 7 8.9 4.1-1.5 7-4.5 7-8.9V6.3Z"/><path d="m8.9 12 2.2 2.2 4-4.3"/>',
  'ticket': '<path d="M4 6.5h16v3.7a1.9 1.9 0 0 0 0 3.7v3.6H4v-3.6a1.9 1.9 0 0 0 0-3.7Z"/><path d="M14.5 7v1.5M14.5 11v2M14.5 15.5V17"/>',
  'flask': '<path d="M10 4v5.5L5 18a1.6 1.6 0 0 0 1.5 2.3h11A1.6 1.6 0 0 0 19 18l-5-8.5V4M8.5 4h7M7.3 15h9.4"/>',
  'again': '<path d="M19 12a7 7 0 1 1-2-5M17.3 3.5V7h-3.5"/>',
  'shop': '<path d="M5 10.5V19.5h14v-9"/><path d="M4 8.5 6 4.5h12l2 4c0 1.4-1 2.2-2.2 2.2S15.6 10 15.4 8.7c-.2 1.3-1.7 2-3.4 2s-3.2-.7-3.4-2C8.4 10 7.4 10.7 6.2 10.7S4 9.9 4 8.5Z"/><path d="M10 19.5V15h4v4.5"/>',
  'search': '<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4.5 4.5"/>',
  'warning': '<path d="M12 4.5 3.8 19h16.4Z"/><path d="M12 10v4.2M12 16.6v.1"/>',
  'list': '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.6M4.5 12h.6M4.5 17.5h.6"/>',
  'paper': '<path d="M6.5 3.8h7.5l4 4v12.4h-11.5Z"/><path d="M13.8 4v4H18M9.3 12.2h5.6M9.3 15.7h5.6"/>',
  'swap': '<path d="M5 8.5h13M15 5l3.5 3.5L15 12M19 15.5H6M9 12l-3.5 3.5L9 19"/>',
  'chart': '<path d="M4.5 4.5v15h15"/><path d="m7.5 14.5 3.5-4 3 2.5 4.5-6"/>',
  'wait': '<circle cx="12" cy="12" r="8.2"/><path d="M12 7.3V12l3.2 2"/>',
  'done': '<circle cx="12" cy="12" r="8.2"/><path d="m8.3 12.2 2.6 2.6 4.9-5.2"/>',
  'yuan': '<circle cx="12" cy="12" r="8.2"/><path d="m8.8 7.8 3.2 4.4 3.2-4.4M12 12.2v4.5M9.3 12.6h5.4M9.3 14.9h5.4"/>',
  'scan': '<path d="M4 8.5V6a2 2 0 0 1 2-2h2.5M15.5 4H18a2 2 0 0 1 2 2v2.5M20 15.5V18a2 2 0 0 1-2 2h-2.5M8.5 20H6a2 2 0 0 1-2-2v-2.5M4 12h16"/>',
  'keys': '<rect x="3.5" y="6.5" width="17" height="11.5" rx="2"/><path d="M7 10.2h.1M10.4 10.2h.1M13.7 10.2h.1M17 10.2h.1M7.5 14.5h9"/>',
} as const

export type IconName = keyof typeof icons

const ofActivity: Record<string, IconName> = {
  electricity: 'bolt',
  gas: 'flame',
  water: 'drop',
  petrol: 'car',
  car: 'car',
  bus: 'bus',
  hsr: 'train',
  rail: 'train',
  train: 'train',
  volunteer: 'people',
  sorting: 'again',
  diet: 'bowl',
  food: 'bowl',
  walk: 'walk',
}

/** The picture of an activity or rule code such as `electricity.grid` or `mobility.walk`, by its words. */
export function iconOf(code: string): IconName {
  const word = code.split(/[.\-_]/).find(part => part in ofActivity)
  return word === undefined ? 'leaf' : ofActivity[word]!
}
