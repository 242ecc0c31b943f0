/** Parts of the page that are fetched when they are first needed, or when there is nothing else to do. */
export const later = {
  editForm: () => import('../list/Edit.svelte'),
  keySheet: () => import('./KeySheet.svelte'),
  logPage: () => import('../list/LogPage.svelte'),
  rewriteForm: () => import('../list/Rewrite.svelte'),
  nowhere: () => import('./Nowhere.svelte'),
  overviewPage: () => import('../overview/OverviewPage.svelte'),
  painMap: () => import('../pain/Map.svelte'),
  painPointPage: () => import('../pain/PainPointPage.svelte'),
  painPointsPage: () => import('../pain/PainPointsPage.svelte'),
  searchPage: () => import('../search/SearchPage.svelte'),
  again: () => import('../line/Again.svelte'),
  chips: () => import('../line/Chips.svelte'),
  said: () => import('./Said.svelte'),
  suggestion: () => import('../line/Suggestion.svelte'),
  devicesPage: () => import('../device/DevicesPage.svelte'),
  pairPage: () => import('../device/PairPage.svelte'),
  palette: () => import('./Palette.svelte'),
  signIn: () => import('./SignIn.svelte'),
  update: () => import('./Update.svelte'),
};

/** What somebody may want next is there when they do, also without a network. */
export function fetchLater(): void {
  for (const part of Object.values(later)) void part().catch(() => null);
}
