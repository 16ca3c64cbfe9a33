import { beforeEach, expect, it } from 'vitest'
import { createFakeBackend, type FakeBackend, json, problem } from '../../testing/fakeBackend'
import { visit } from '../../testing/mountPage'
import { lookForUnread, somethingUnread } from './unread'

let backend: FakeBackend
const asked = () => backend.seen.filter(one => one.path.startsWith('/me/notices')).length
const says = (unread_count: number) => backend.instead('GET', /me\/notices/, () => json({ items: [], next_cursor: null, unread_count }))

beforeEach(async () => {
  backend = createFakeBackend()
  await visit({ template: '<i />' }, { backend })
  await lookForUnread(null)
})

it('marks what is unread, and asks again after a minute only', async () => {
  says(2)
  await lookForUnread('me', 0)
  expect(somethingUnread.value).toBe(true)
  await lookForUnread('me', 59_000)
  expect(asked()).toBe(1)
  says(0)
  await lookForUnread('me', 60_000)
  expect(somethingUnread.value).toBe(false)
})

it('shows nobody the mark of somebody else', async () => {
  says(1)
  await lookForUnread('me', 0)
  await lookForUnread(null)
  expect(somethingUnread.value).toBe(false)
})

it('keeps still when nobody answers', async () => {
  backend.instead('GET', /me\/notices/, () => problem(503, 'unavailable', '', ''))
  await lookForUnread('me', 0)
  expect(somethingUnread.value).toBe(false)
})
