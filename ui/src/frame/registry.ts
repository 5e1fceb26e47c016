// What stands above the foot, and is said aloud, while the list of accounts is not being kept on disk.
import type { RegistryState } from '../generated/bindings';

/** The bar of each state: the sentence, with `.do` as what to do. */
export const registryBars: Record<RegistryState, string | null> = {
  ready: null,
  read_only: 'registry-bar-read-only',
  disk_full: 'registry-bar-disk-full',
  failed: 'registry-bar-failed',
};
