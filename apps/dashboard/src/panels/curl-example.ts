import { toJsonSchema } from '@weir/schemas';
import type { StreamDefinition } from '@weir/streams';

/** Shell text in the middle of a single-quoted string. */
const shell = (text: string) => `'"${text}"'`;

/**
 * The smallest event of a stream as the single-quoted argument of `curl -d`. Its time comes from the shell's clock (typed
 * an hour later, a fixed time would be late and counted nowhere) and its id from chance (typed twice in a second, a
 * fixed id would be a duplicate and count once).
 */
export function curlExample({ example, schema, json, time, id }: StreamDefinition): string {
  const { required } = toJsonSchema(schema, json);
  const needed = Object.entries(example).filter(
    ([name]) => Array.isArray(required) && required.includes(name),
  );
  const fields = needed.map(([name, value]) => {
    const text = (): string => {
      if (name === id) return `"${shell('$RANDOM$RANDOM')}"`;
      if (name !== time) return JSON.stringify(value).replaceAll("'", `'\\''`);
      if (typeof value === 'string') return `"${shell('$(date -u +%FT%TZ)')}"`;
      return shell('$(date +%s)') + (json.unixSeconds?.includes(name) ? '' : '000');
    };
    return `${JSON.stringify(name)}:${text()}`;
  });
  return `'{${fields.join(',')}}'`;
}
