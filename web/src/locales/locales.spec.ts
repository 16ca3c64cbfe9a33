import { describe, expect, it } from 'vitest'
import en from './en.json'
import zh from './zh-CN.json'

interface Words { [key: string]: string | Words }

function flat(words: Words, path = ''): Map<string, string> {
  return new Map(Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : [...flat(value, `${path}${key}.`)]))
}

const chinese = flat(zh)
const english = flat(en)
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()

const sources = Object.values(import.meta.glob<string>('../**/*.{vue,ts}', { query: '?raw', import: 'default', eager: true }))

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

  it('keep to the voice: no exclamation marks, no 您, 亲 or 赋能', () => {
    for (const [key, text] of chinese)
      expect(text, key).not.toMatch(/[!！您亲]|赋能/)
  })
})
