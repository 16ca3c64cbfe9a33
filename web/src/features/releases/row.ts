import type { ReleaseColumn, ReleaseFault } from '../../api/types'
import type { Row } from './api'

/** A value by its path: `caps.acts_per_day` is `row.caps.acts_per_day`. */
export function valueAt(row: Row, path: string): unknown {
  return path.split('.').reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), row)
}

/** The row with one value changed. An object in which nothing is left becomes null, as the rule book writes it. */
export function withValue(row: Row, path: string, value: unknown): Row {
  const [name, ...rest] = path.split('.') as [string, ...string[]]
  if (rest.length === 0)
    return { ...row, [name]: value }
  const inner = withValue(isObject(row[name]) ? row[name] : {}, rest.join('.'), value)
  return { ...row, [name]: Object.values(inner).every(isNothing) ? null : inner }
}

/** What somebody typed, as its column writes it. What does not fit stays text, and the API says what is wrong with it. */
export function typed(column: Pick<ReleaseColumn, 'form' | 'may_be_empty'>, said: string): unknown {
  const text = said.trim()
  if (column.form === 'whole' || column.form === 'year')
    return text === '' ? null : /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text
  if (column.form === 'yes-no')
    return text === '' ? null : text === 'true'
  if (column.form === 'json')
    return text === '' ? null : fromJson(text)
  return said
}

/** A value as it stands in its field. */
export function shown(value: unknown): string {
  return isNothing(value) ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

/** Whether two rows say the same; null and nothing are the same. */
export function isSame(one: Row, other: Row): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))
}

/** Of the faults of a draft, those of one row by column, and those that belong to no column. */
export function faultsOf(faults: readonly ReleaseFault[], place: number, columns: readonly ReleaseColumn[]) {
  const byColumn = new Map<string, ReleaseFault[]>()
  const others: ReleaseFault[] = []
  for (const fault of faults) {
    const [, list, at, ...rest] = fault.field.split('/')
    if (list !== 'rows' || at !== String(place))
      continue
    const where = rest.join('.')
    const column = columns.find(({ name }) => where === name || where.startsWith(`${name}.`))
    if (column)
      byColumn.set(column.name, [...byColumn.get(column.name) ?? [], fault])
    else
      others.push(fault)
  }
  return { byColumn, others }
}

function fromJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : text
  }
  catch {
    return text
  }
}

const isNothing = (value: unknown) => value === null || value === undefined || value === ''
const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

function inOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(inOrder)
  if (!isObject(value))
    return value ?? null
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => [name, inOrder(each)]))
}

/** Every value of a row that says something, by its path, as it stands in a field. */
export function leavesOf(row: Row, path = ''): [string, string][] {
  return Object.entries(row).flatMap(([name, value]): [string, string][] =>
    isObject(value) ? leavesOf(value, `${path}${name}.`) : isNothing(value) ? [] : [[path + name, shown(value)]])
}
