import type { PlaceOrder } from '../../api/types'

/** What a person wishes to be called on a certificate: nothing, their nickname, or words of their own. */
export interface NameWish { kind: 'none' | 'nickname' | 'own', own: string }

export const LONGEST_NAME = 40
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u

type Name = { name: string | null, beneficiary: PlaceOrder['beneficiary'] } | { problem: 'empty' | 'long' | 'unprintable' }

/**
 * The name as the certificate will show it: cleaned and bounded as the backend does it, so that the preview is the
 * truth. Own words go as a nickname with a text: nobody has checked that they are somebody's real name.
 */
export function nameOnCertificate(wish: NameWish, nickname: string): Name {
  if (wish.kind === 'none')
    return { name: null, beneficiary: { kind: 'none' } }
  if (UNPRINTABLE.test(wish.kind === 'own' ? wish.own : ''))
    return { problem: 'unprintable' }
  const name = (wish.kind === 'own' ? wish.own : nickname).normalize('NFC').trim()
  if (name === '')
    return { problem: 'empty' }
  // As the backend counts: by characters, not by halves of them.
  return [...name].length > LONGEST_NAME ? { problem: 'long' } : { name, beneficiary: { kind: 'nickname', text: name } }
}
