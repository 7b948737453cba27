/** What the reader looks for among a topic's messages; kept in the address, so that a view can be shared. */
export interface MessageQuery {
  /** `newest`, `oldest`, an offset, or a time. */
  readonly from: string;
  readonly partition: string;
  readonly q: string;
  readonly key: string;
  /** Conditions on fields, one a line. */
  readonly fields: string;
}

export const emptyQuery: MessageQuery = { from: 'newest', partition: '', q: '', key: '', fields: '' };

const conditions = (fields: string) =>
  fields
    .split(/[\n;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The parameters of the API, without those that are empty. */
export function queryParams({ from, partition, q, key, fields }: MessageQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (from !== '' && from !== 'newest') params.set('from', from);
  if (partition !== '') params.set('partition', partition);
  if (q !== '') params.set('q', q);
  if (key !== '') params.set('key', key);
  for (const condition of conditions(fields)) params.append('field', condition);
  return params;
}

/** The inverse, from the address of the page. */
export const readQuery = (params: URLSearchParams): MessageQuery => ({
  from: params.get('from') ?? 'newest',
  partition: params.get('partition') ?? '',
  q: params.get('q') ?? '',
  key: params.get('key') ?? '',
  fields: params.getAll('field').join('; '),
});
