import { Problem } from '../problem.ts';

export type BodyForm = 'json' | 'ndjson';

const forms: Readonly<Record<string, BodyForm>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/x-jsonlines': 'ndjson',
};

/** How to read a body, from its Content-Type. Throws 415 with the types that are read. */
export function bodyFormOf(contentType: string | undefined): BodyForm {
  if (contentType === 'application/json') return 'json';
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const form = Object.hasOwn(forms, type.trim()) ? forms[type.trim()] : undefined;
  if (form === undefined) {
    const given = type.trim() === '' ? 'no content-type' : `content-type ${type.trim().slice(0, 100)}`;
    throw new Problem('unsupported-media-type', `${given}: send application/json or application/x-ndjson`);
  }
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='));
  const name = charset?.slice('charset='.length).replaceAll('"', '');
  if (name !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(name)) {
    throw new Problem('unsupported-media-type', `charset ${name.slice(0, 40)}: send UTF-8`);
  }
  return form;
}
