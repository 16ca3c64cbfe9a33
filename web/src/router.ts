import { nextTick, watch, type Component } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { i18n, speakAsADesk } from './i18n'
import { useSession } from './session/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's name for the window's title. */
    title: string
    layout?: 'citizen' | 'public' | 'merchant' | 'office'
    /** About the person whatever position they act in. */
    anyPosition?: boolean
    /** Only for people who are signed in; others come back here afterwards. */
    private?: boolean
    /** Has something to show without network, to the person whose device this is. */
    offline?: boolean
    /** Shows the tab bar on a phone. */
    tabs?: boolean
    /** On a desktop the page stands in two columns. */
    wide?: boolean
    /** The page has a dark ground of its own. */
    dark?: boolean
  }
}

/** A page that comes with the words of desks. */
const atADesk = (page: () => Promise<Component>) => async () => (await Promise.all([page(), speakAsADesk()]))[0]

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./features/home/HomePage.vue'), meta: { title: 'title.home', tabs: true, wide: true } },
  { path: '/sign-in', component: () => import('./features/sign-in/SignInPage.vue'), meta: { title: 'title.signIn' } },
  { path: '/footprints', component: () => import('./features/footprints/FootprintsPage.vue'), meta: { title: 'title.footprints', private: true, tabs: true } },
  { path: '/footprints/new', component: () => import('./features/footprints/FootprintFormPage.vue'), meta: { title: 'title.footprintForm', private: true, offline: true } },
  { path: '/footprints/:id', component: () => import('./features/footprints/FootprintPage.vue'), props: true, meta: { title: 'title.footprint', private: true } },
  { path: '/factors', component: () => import('./features/footprints/FactorsPage.vue'), meta: { title: 'title.factors' } },
  { path: '/offset', component: () => import('./features/offsets/OffsetPage.vue'), meta: { title: 'title.offset', wide: true } },
  { path: '/orders', component: () => import('./features/offsets/OrdersPage.vue'), meta: { title: 'title.orders', private: true } },
  { path: '/orders/:id', component: () => import('./features/offsets/OrderPage.vue'), props: true, meta: { title: 'title.order', private: true } },
  { path: '/points', component: () => import('./features/points/PointsPage.vue'), meta: { title: 'title.points', private: true } },
  { path: '/rules', component: () => import('./features/points/RulesPage.vue'), meta: { title: 'title.rules' } },
  { path: '/changes', component: atADesk(() => import('./features/releases/ChangesPage.vue')), meta: { title: 'title.changes' } },
  { path: '/activities', component: () => import('./features/activities/ActivitiesPage.vue'), meta: { title: 'title.activities', private: true } },
  { path: '/activities/new', component: () => import('./features/activities/RecordActivityPage.vue'), meta: { title: 'title.activity', private: true } },
  { path: '/rewards', component: () => import('./features/rewards/RewardsPage.vue'), meta: { title: 'title.rewards', tabs: true, wide: true } },
  { path: '/redemptions', component: () => import('./features/rewards/MyRedemptionsPage.vue'), meta: { title: 'title.redemptions', private: true } },
  { path: '/pay', component: () => import('./features/rewards/PayCodePage.vue'), meta: { title: 'title.payCode', private: true, dark: true } },
  { path: '/help', component: () => import('./features/help/HelpPage.vue'), meta: { title: 'title.help' } },
  { path: '/messages', component: () => import('./features/messages/MessagesPage.vue'), meta: { title: 'title.messages', private: true } },
  { path: '/messages/settings', component: () => import('./features/messages/NoticeSettingsPage.vue'), meta: { title: 'title.noticeSettings', private: true } },
  { path: '/complaints', component: () => import('./features/complaints/ComplaintsPage.vue'), meta: { title: 'title.complaints', private: true } },
  { path: '/complaints/new', component: () => import('./features/complaints/FileComplaintPage.vue'), meta: { title: 'title.fileComplaint', private: true } },
  { path: '/complaints/:id', component: () => import('./features/complaints/ComplaintPage.vue'), props: true, meta: { title: 'title.complaint', private: true } },
  { path: '/me', component: () => import('./features/me/MePage.vue'), meta: { title: 'title.me', tabs: true, anyPosition: true } },
  { path: '/account', component: () => import('./features/account/AccountPage.vue'), meta: { title: 'title.account', private: true, anyPosition: true } },
  { path: '/account/real-name', component: () => import('./features/account/RealNamePage.vue'), meta: { title: 'title.realName', private: true } },
  { path: '/account/phone', component: () => import('./features/account/PhonePage.vue'), meta: { title: 'title.phone', private: true } },
  { path: '/account/household', component: () => import('./features/account/HouseholdPage.vue'), meta: { title: 'title.household', private: true } },
  { path: '/account/guardians', component: () => import('./features/account/GuardiansPage.vue'), meta: { title: 'title.guardians', private: true } },
  { path: '/account/consents', component: () => import('./features/account/ConsentsPage.vue'), meta: { title: 'title.consents', private: true } },
  { path: '/account/disclosures', component: () => import('./features/account/DisclosuresPage.vue'), meta: { title: 'title.disclosures', private: true } },
  { path: '/account/export', component: () => import('./features/account/ExportPage.vue'), meta: { title: 'title.export', private: true } },
  { path: '/account/closing', component: () => import('./features/account/ClosingPage.vue'), meta: { title: 'title.closing', private: true } },
  { path: '/account/security', component: () => import('./features/account/SecurityPage.vue'), meta: { title: 'title.security', private: true, anyPosition: true } },
  { path: '/organisation', component: atADesk(() => import('./features/organisation/MyOrganisationPage.vue')), meta: { title: 'title.organisation', private: true, anyPosition: true, wide: true } },
  { path: '/organisation/clients', component: atADesk(() => import('./features/machines/ClientsPage.vue')), meta: { title: 'title.clients', private: true, anyPosition: true, wide: true } },
  { path: '/organisation/clients/new', component: atADesk(() => import('./features/machines/RegisterClientPage.vue')), meta: { title: 'title.registerClient', private: true, anyPosition: true, wide: true } },
  { path: '/organisation/clients/:id', component: atADesk(() => import('./features/machines/ClientPage.vue')), props: true, meta: { title: 'title.client', private: true, anyPosition: true, wide: true } },
  { path: '/organisation/webhooks', component: atADesk(() => import('./features/machines/WebhooksPage.vue')), meta: { title: 'title.webhooks', private: true, anyPosition: true, wide: true } },
  { path: '/organisation/webhooks/:id', component: atADesk(() => import('./features/machines/WebhookPage.vue')), props: true, meta: { title: 'title.webhook', private: true, anyPosition: true, wide: true } },
  { path: '/merchant', component: () => import('./features/merchant/CounterPage.vue'), meta: { title: 'title.counter', layout: 'merchant', private: true } },
  { path: '/merchant/today', component: () => import('./features/merchant/TodayPage.vue'), meta: { title: 'title.today', layout: 'merchant', private: true } },
  { path: '/office', component: atADesk(() => import('./features/office/OfficeHomePage.vue')), meta: { title: 'title.office', layout: 'office', private: true } },
  { path: '/office/complaints', component: atADesk(() => import('./features/office/ComplaintWorkPage.vue')), meta: { title: 'title.complaints', layout: 'office', private: true } },
  { path: '/office/complaints/:id', component: atADesk(() => import('./features/office/ComplaintCasePage.vue')), props: true, meta: { title: 'title.complaint', layout: 'office', private: true } },
  { path: '/office/recoveries', component: atADesk(() => import('./features/office/RecoveriesPage.vue')), meta: { title: 'title.recoveries', layout: 'office', private: true } },
  { path: '/office/name-corrections', component: atADesk(() => import('./features/office/NameCorrectionsPage.vue')), meta: { title: 'title.nameCorrections', layout: 'office', private: true } },
  { path: '/office/name-corrections/:id', component: atADesk(() => import('./features/office/NameCorrectionPage.vue')), props: true, meta: { title: 'title.nameCorrection', layout: 'office', private: true } },
  { path: '/office/recoveries/:id', component: atADesk(() => import('./features/office/RecoveryPage.vue')), props: true, meta: { title: 'title.recovery', layout: 'office', private: true } },
  { path: '/office/people', component: atADesk(() => import('./features/office/PeoplePage.vue')), meta: { title: 'title.people', layout: 'office', private: true } },
  { path: '/office/organisations', component: atADesk(() => import('./features/office/OrganisationsPage.vue')), meta: { title: 'title.organisations', layout: 'office', private: true } },
  { path: '/office/organisations/:id', component: atADesk(() => import('./features/office/OrganisationPage.vue')), props: true, meta: { title: 'title.organisation', layout: 'office', private: true } },
  { path: '/office/clients', component: atADesk(() => import('./features/office/ClientsPage.vue')), meta: { title: 'title.officeClients', layout: 'office', private: true } },
  { path: '/office/announcements', component: atADesk(() => import('./features/office/AnnouncementsPage.vue')), meta: { title: 'title.announcements', layout: 'office', private: true } },
  { path: '/office/working-days', component: atADesk(() => import('./features/office/WorkingDaysPage.vue')), meta: { title: 'title.workingDays', layout: 'office', private: true } },
  { path: '/office/releases', component: atADesk(() => import('./features/releases/ReleasesPage.vue')), meta: { title: 'title.releases', layout: 'office', private: true } },
  { path: '/office/releases/new/:kind', component: atADesk(() => import('./features/releases/NewReleasePage.vue')), props: true, meta: { title: 'title.release', layout: 'office', private: true } },
  { path: '/office/releases/:id', component: atADesk(() => import('./features/releases/ReleasePage.vue')), props: true, meta: { title: 'title.release', layout: 'office', private: true } },
  { path: '/office/grants', component: atADesk(() => import('./features/office/GrantsPage.vue')), meta: { title: 'title.grants', layout: 'office', private: true } },
  { path: '/c/:number', component: () => import('./features/registry/CertificatePage.vue'), props: true, meta: { title: 'title.certificate', layout: 'public' } },
  { path: '/registry', component: () => import('./features/registry/RegistryPage.vue'), meta: { title: 'title.registry', layout: 'public' } },
  { path: '/registry/serials/:serial', component: () => import('./features/registry/SerialPage.vue'), props: true, meta: { title: 'title.registry', layout: 'public' } },
  { path: '/registry/batches/:number', component: () => import('./features/registry/BatchPage.vue'), props: true, meta: { title: 'title.registry', layout: 'public' } },
  { path: '/:rest(.*)*', component: () => import('./features/not-found/NotFoundPage.vue'), meta: { title: 'title.notFound' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  const session = useSession()
  await session.start()
  // Without an answer nobody knows; App.vue says so in the page's place.
  if (to.meta.private && !session.signedIn && !session.away)
    return { path: '/sign-in', query: { next: to.fullPath }, replace: true }
  // A citizen's page shows the person's own things, never those of the shop they work for.
  if (session.acting && (to.meta.layout ?? 'citizen') === 'citizen' && !to.meta.anyPosition)
    await session.actAsMyself()
})

router.afterEach((to, from) => {
  nameWindow()
  // A person who listens or uses the keyboard starts at the new page, not where the old link was.
  if (from.matched.length > 0 && to.path !== from.path)
    void nextTick(startAtTheTop)
})
watch(i18n.global.locale, nameWindow)

function nameWindow() {
  const { meta } = router.currentRoute.value
  if (meta.title)
    document.title = `${i18n.global.t(meta.title)} · ${i18n.global.t('brand')}`
}

/** At the page's title, which says where one is; while that is still loading, at the page. */
export function startAtTheTop() {
  const page = document.querySelector<HTMLElement>('main')
  const title = page?.querySelector<HTMLElement>('h1')
  title?.setAttribute('tabindex', '-1')
  ;(title ?? page)?.focus({ preventScroll: true })
}
