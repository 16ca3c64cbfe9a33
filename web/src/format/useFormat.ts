import { useI18n } from 'vue-i18n'
import * as amounts from './amounts'
import { type CountyTime, clock, countyTime, isoDay, type Period, periodParts } from './time'

/** Amounts, days and months in the words of the language in force. */
export function useFormat() {
  const { t, locale } = useI18n()
  const word: amounts.UnitWords = unit => t(`unit.${unit}`)
  const joined = ({ figure, unit }: amounts.Amount) => `${figure} ${unit}`

  const carbon = (grams: number) => amounts.carbon(grams, word)
  const ticket = (kg: number) => amounts.ticket(kg, word)
  const words = (time: CountyTime) => ({ ...time, month: t(`monthShort.${time.month}`), monthNumber: time.month })

  function day(moment: string | Date) {
    return t('date.day', words(countyTime(moment)))
  }

  /** "今天 09:41", "昨天 18:20", "11月20日 15:06" */
  function moment(at: string | Date, now = new Date()) {
    const dayOf = isoDay(at)
    if (dayOf === isoDay(now))
      return t('date.today', { clock: clock(at) })
    if (dayOf === isoDay(new Date(now.getTime() - 86_400_000)))
      return t('date.yesterday', { clock: clock(at) })
    return `${day(at)} ${clock(at)}`
  }

  function dayAndYear(moment: string | Date) {
    return t('date.dayAndYear', words(countyTime(moment)))
  }

  function period(of: Period) {
    const [year, month] = periodParts(of)
    return t('date.period', { year, month: locale.value === 'zh-CN' ? month : t(`month.${month}`) })
  }

  return {
    carbon,
    carbonText: (grams: number) => joined(carbon(grams)),
    ticket,
    ticketText: (kg: number) => joined(ticket(kg)),
    yuanText: (fen: number) => joined({ figure: amounts.yuan(fen), unit: word('yuan') }),
    pointsText: (points: number) => joined({ figure: amounts.grouped(points), unit: word('points') }),
    day,
    dayAndYear,
    moment,
    period,
    /** 十月 */
    month: (of: Period) => t(`month.${periodParts(of)[1]}`),
    /** 10月 */
    monthShort: (of: Period) => t(`monthShort.${periodParts(of)[1]}`),
  }
}
