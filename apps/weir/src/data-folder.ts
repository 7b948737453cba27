import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Both this file and the bundle lie two folders below the root.
const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the replayer finds prepared files: `WEIR_DATA/datasets`. */
export function datasetsFolder(env = process.env): string {
  const data = env['WEIR_DATA'] || '.weir';
  return join(isAbsolute(data) ? data : join(workspace, data), 'datasets');
}
