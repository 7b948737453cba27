import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findWorkspace(from: string): string {
  if (existsSync(join(from, 'infra/local/pom.xml'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('the folder with infra/local/pom.xml is not above this module');
  return findWorkspace(parent);
}

/** The repository's root folder, whether this runs from source, from Jest or from the bundle. */
export const workspaceFolder = findWorkspace(dirname(fileURLToPath(import.meta.url)));

/** A file of this package that is not compiled: the pom, the plain scripts in bin/. */
export const localFile = (path: string) => join(workspaceFolder, 'infra/local', path);
