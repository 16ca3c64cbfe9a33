import { describe, expect, it } from 'vitest'
import deskEn from './desk/en.json'
import deskZh from './desk/zh-CN.json'
import en from './en.json'
import zh from './zh-CN.json'
import everybodys from './zh-CN.json?raw'

interface Words { [key: string]: string | Words }

function flat(words: Words, path = ''): Map<string, string> {
  return new Map(Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : [...flat(value, `${path}${key}.`)]))
}

const chinese = flat({ ...zh, ...deskZh })
const english = flat({ ...en, ...deskEn })
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()

const files = import.meta.glob<string>('../**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true })
const sources = Object.values(files)
const DESKS = /^\.\.\/features\/(office|releases|machines|organisation)\//

describe('the words', () => {
  it('are the same set in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('say something, with the same facts in both languages', () => {
    for (const [key, text] of chinese) {
      expect(text, key).not.toBe('')
      expect(english.get(key), key).not.toBe('')
      // A month's name says the number in Chinese and stands for itself in English.
      expect(new Set(holes(english.get(key)!)), key).toEqual(new Set(holes(text)))
    }
  })

  it('are there for every key that the sources name', () => {
    const named = sources.flatMap(source => [...source.matchAll(/\bt\(\s*'([\w.-]+)'|keypath="([\w.-]+)"|title: '(title\.\w+)'/g)].map(match => match[1] ?? match[2] ?? match[3]!))
    expect(named.length).toBeGreaterThan(200)
    expect(named.filter(key => !chinese.has(key))).toEqual([])
  })

  it('are used', () => {
    const everything = sources.join('\n')
    const spoken = (key: string) => everything.includes(`'${key}'`) || everything.includes(`"${key}"`) || everything.includes(`\`${key.slice(0, key.lastIndexOf('.'))}.\${`)
    expect([...chinese.keys()].filter(key => !spoken(key))).toEqual([])
  })

  it('of desks are said at desks alone, as no other page loads them', () => {
    expect(Object.keys(JSON.parse(everybodys) as Words).filter(key => key in deskZh)).toEqual([])
    for (const [file, source] of Object.entries(files)) {
      if (!DESKS.test(file) && !file.endsWith('.spec.ts'))
        expect(Object.keys(deskZh).filter(key => new RegExp(`['"\`]${key}\\.`).test(source)), file).toEqual([])
    }
  })

  it('keep to the voice: no exclamation marks, no 您, 亲 or 赋能', () => {
    for (const [key, text] of chinese)
      expect(text, key).not.toMatch(/[!！您亲]|赋能/)
  })
})
