import { expect, it } from 'vitest'
import zh from '../locales/zh-CN.json'
import { wordsFor } from './operations'

const pages = Object.values(import.meta.glob<string>('../features/**/*.vue', { query: '?raw', import: 'default', eager: true })).join('\n')
const used = [...pages.matchAll(/useCommand(?:<[^>]*>)?\(['"`]([\w-]+)(.*)/g)].map(([, name, rest]) => ({ name: name!, rest: rest! }))

it('has a name for every operation that is repeated after a reload', () => {
  const kept = used.filter(({ rest }) => !rest.includes('kept: false')).map(({ name }) => name)
  expect(kept).toContain('redeem-pay-code')
  expect(kept.filter(name => !(name in zh.kept.what))).toEqual([])
})

it('says something of one that it does not know', () => {
  expect(wordsFor('plant-a-tree')).toBe('那一步')
})
