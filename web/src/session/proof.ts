import { shallowRef } from 'vue'

/** What an operation asks for: a fresh proof of who is there, or a second factor in this sign-in. */
export type ProofWanted = 'proof-too-old' | 'second-factor-required'

interface Asked { wanted: ProofWanted, answer: (proved: boolean) => void }

/** The question that the proof sheet shows now. */
export const asked = shallowRef<Asked | null>(null)

let asking: Promise<boolean> | null = null

/** Asks the person once, however many requests want to know; resolves to whether they proved it. */
export function askForProof(wanted: ProofWanted): Promise<boolean> {
  return (asking ??= new Promise<boolean>(resolve => (asked.value = { wanted, answer: resolve })).finally(() => {
    asking = null
    asked.value = null
  }))
}
