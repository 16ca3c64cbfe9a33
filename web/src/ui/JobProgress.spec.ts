import { expect, it, vi } from 'vitest'
import type { Job } from '../api/types'
import { createFakeBackend, json, problem } from '../testing/fakeBackend'
import { settled, visit } from '../testing/mountPage'
import JobProgress from './JobProgress.vue'

const base: Job = { job_id: 'j', kind: 'personal-copy', state: 'running', done: 3, total: 12, result: null, problem: null, recorded_at: '2026-11-22T09:41:00+08:00' }
const JOBS = /^\/jobs\//

async function watching(...answers: (Partial<Job> | Response)[]) {
  const backend = createFakeBackend()
  answers.forEach(answer => backend.instead('GET', JOBS, () => (answer instanceof Response ? answer : json({ ...base, ...answer }))))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 5 })
  const here = await visit(JobProgress, { props: { jobId: 'j' }, backend })
  return { ...here, asked: () => backend.seen.filter(one => JOBS.test(one.path)).length }
}

async function passes(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
  await settled()
}

it('says how far it is', async () => {
  const { page } = await watching({})
  expect(page.find('[role="progressbar"]').attributes('aria-valuenow')).toBe('25')
  expect(page.text()).toContain('3 / 12')
  expect(page.find('[role="status"]').text()).toContain('可以先离开')
})

it('asks again until it is done, then no more, and tells the page', async () => {
  const { page, asked } = await watching({}, { state: 'done', done: 12, result: { file_id: 'f' } })
  await passes(2_000)
  expect(page.emitted('done')![0]).toMatchObject([{ result: { file_id: 'f' } }])
  const before = asked()
  await passes(30_000)
  expect(asked()).toBe(before)
})

it('says why it failed', async () => {
  const { page } = await watching({ state: 'failed', problem: { code: 'job-interrupted', title: '没有办完', detail: '中途断了几次。', mend: '再开始一次。', facts: {} } })
  expect(page.find('[role="alert"]').text()).toContain('中途断了几次。')
})

it('goes on when a line is away for a moment', async () => {
  const { page } = await watching(problem(503, 'busy', '现在太忙', ''), { state: 'done' })
  expect(page.find('[role="status"]').text()).toContain('没有连上')
  await passes(3_000)
  expect(page.find('[role="status"]').text()).toBe('办好了。')
})

it('ends with a refusal', async () => {
  const { page, asked } = await watching(problem(404, 'job-not-found', '没有找到这件事', ''))
  await passes(30_000)
  expect(page.find('[role="alert"]').text()).toContain('没有找到这件事')
  expect(asked()).toBe(1)
})
