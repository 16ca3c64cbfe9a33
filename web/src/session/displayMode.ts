import { ref, watch } from 'vue'

/** 大字版: fewer and bigger things. Kept on the device, and with the account once signed in. */
const KEPT = 'tanhui.elder'

export const elderMode = ref(localStorage.getItem(KEPT) === '1')

watch(elderMode, (on) => {
  if (on)
    document.documentElement.dataset.mode = 'elder'
  else
    delete document.documentElement.dataset.mode
  localStorage.setItem(KEPT, on ? '1' : '0')
}, { immediate: true, flush: 'sync' })
