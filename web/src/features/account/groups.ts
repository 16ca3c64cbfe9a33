import type { useFormat } from '../../format/useFormat'
import type { IconName } from '../../ui/icons'
import { listComplaints } from '../complaints/api'
import { listDevices } from './api'
import { getGuardians, getHousehold, getRealName, listPhoneChanges } from './peopleApi'
import { listConsents, listDisclosures, listMyExports, previewClosing } from './privacyApi'

const UNDER_WAY: readonly string[] = ['received', 'assigned', 'appealed']

/** What a row needs to say how things stand. */
export interface Saying {
  t: (key: string, facts?: Record<string, unknown>) => string
  format: ReturnType<typeof useFormat>
  /** Whether there is a second factor beyond text messages. */
  secondFactor: boolean
  /** The number that one signs in with, masked. */
  phone: string
}

export interface AccountRow {
  path: string
  icon: IconName
  tint?: 'tea' | 'bam' | 'str' | 'yew' | 'sunk'
  /** Key of the row's name, the same as the page's. */
  title: string
  /** How it stands, in words; loaded for each row by itself, so that one that fails hides nothing else. */
  state: (saying: Saying) => string | Promise<string>
}

/** The account centre, from who I am to leaving: a page that belongs there is a line here. */
export const ACCOUNT_GROUPS: readonly { name: string, rows: readonly AccountRow[] }[] = [
  {
    name: 'who',
    rows: [{
      path: '/account/real-name',
      icon: 'person',
      title: 'title.realName',
      state: async ({ t }) => {
        const { state, name_masked, number_tail } = await getRealName()
        return state === 'checked' ? t('account.realName.checked', { name: name_masked, tail: number_tail }) : t('account.realName.none')
      },
    }, {
      path: '/account/phone',
      icon: 'phone',
      title: 'title.phone',
      state: async ({ t, format, phone }) => {
        const { items, at_the_desk } = await listPhoneChanges()
        if (at_the_desk)
          return t('account.phone.atTheDesk')
        const waiting = items.find(one => one.state === 'waiting')
        return waiting ? t('account.phone.waiting', { at: format.moment(waiting.due_at), phone: waiting.phone_masked }) : t('account.phone.is', { phone })
      },
    }, {
      path: '/account/household',
      icon: 'home',
      tint: 'bam',
      title: 'title.household',
      state: async ({ t }) => {
        const { household, invitations } = await getHousehold()
        if (invitations.length > 0)
          return t('account.household.asked')
        return household ? t('account.household.is', { name: household.name, n: household.members.length }) : t('account.household.none')
      },
    }, {
      path: '/account/guardians',
      icon: 'people',
      tint: 'bam',
      title: 'title.guardians',
      state: async ({ t }) => {
        const { age_group, guardian, wards, asked } = await getGuardians()
        if (asked.length > 0)
          return t('account.guardians.asked')
        if (guardian)
          return guardian.state === 'accepted' ? t('account.guardians.guarded', { name: guardian.nickname }) : t('account.guardians.waiting')
        if (age_group !== 'adult')
          return t('account.guardians.needed')
        return wards.length > 0 ? t('account.guardians.wards', { n: wards.length }) : t('account.guardians.none')
      },
    }],
  },
  {
    name: 'safety',
    rows: [{
      path: '/account/security',
      icon: 'shield',
      title: 'title.security',
      state: async ({ t, secondFactor }) => t(secondFactor ? 'account.security.withApp' : 'account.security.bySms', { n: (await listDevices()).items.length }),
    }],
  },
  {
    name: 'data',
    rows: [{
      path: '/account/consents',
      icon: 'done',
      title: 'title.consents',
      state: async ({ t }) => {
        const n = (await listConsents()).purposes.filter(one => one.is_given).length
        return t(n > 0 ? 'account.consents.some' : 'account.consents.none', { n })
      },
    }, {
      path: '/account/disclosures',
      icon: 'search',
      tint: 'str',
      title: 'title.disclosures',
      state: async ({ t, format }) => {
        const [last] = (await listDisclosures({ limit: 1 })).items
        return last ? t('account.disclosures.last', { who: last.organisation ?? t(`role.${last.role}`), at: format.moment(last.recorded_at) }) : t('account.disclosures.none')
      },
    }, {
      path: '/complaints/new?kind=correction',
      icon: 'paper',
      tint: 'tea',
      title: 'title.correct',
      state: async ({ t }) => {
        const n = (await listComplaints({ limit: 100 })).items.filter(one => one.kind === 'correction' && UNDER_WAY.includes(one.state)).length
        return n > 0 ? t('account.corrections.open', { n }) : t('account.corrections.none')
      },
    }, {
      path: '/account/export',
      icon: 'save',
      tint: 'str',
      title: 'title.export',
      state: async ({ t, format }) => {
        const { items } = await listMyExports()
        const ready = items.find(one => one.file?.is_kept)?.file
        if (items.some(one => one.state === 'queued' || one.state === 'running'))
          return t('account.export.running')
        return ready ? t('account.export.ready', { day: format.day(`${ready.kept_until}T12:00:00+08:00`) }) : t('account.export.none')
      },
    }],
  },
  {
    name: 'leaving',
    rows: [{
      path: '/account/closing',
      icon: 'close',
      tint: 'sunk',
      title: 'title.closing',
      state: async ({ t, format }) => {
        const { closes_at, must_end_first } = await previewClosing()
        if (closes_at)
          return t('account.closing.waiting', { at: format.moment(closes_at) })
        return must_end_first.length > 0 ? t('account.closing.open', { n: must_end_first.length }) : t('account.closing.free')
      },
    }],
  },
]
