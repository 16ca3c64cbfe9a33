import { computed, watch } from 'vue'
import type { Membership } from '../../api/types'
import { useResource } from '../../composables/useResource'
import { useSession } from '../../session/session'

export const managed = (position: Pick<Membership, 'role'>) => position.role === 'organisation-manager'

/** Something of the organisation that one acts for as its manager: loaded as soon as one does. */
export function useManaged<Data>(load: (organisation: string) => Promise<Data>) {
  const session = useSession()
  const organisation = computed(() => (session.acting && managed(session.acting) ? session.acting.party_id : null))
  const found = useResource(() => load(organisation.value!), { immediate: organisation.value !== null })
  watch(organisation, now => now && void found.reload())
  return found
}
