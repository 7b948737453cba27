import { createRequire } from 'node:module';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

const load = createRequire(__filename);

interface Model {
  validate(): void;
}

/** Every path of a value, `spec.replicas`, that was never looked at. */
function unread(value: unknown, seen: ReadonlySet<string>, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = [...path, name];
    return seen.has(own.join('/')) ? unread(inner, seen, own) : [own.join('.')];
  });
}

/** A value that notes every field that is read of it, and of what is in it. */
function watched(value: unknown, seen: Set<string>, path: readonly string[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name, receiver) {
      const inner: unknown = Reflect.get(target, name, receiver);
      if (typeof name === 'symbol') return inner;
      const own = [...path, name];
      seen.add(own.join('/'));
      return watched(inner, seen, own);
    },
  });
}

/**
 * What is wrong with an object by the schemas of Kubernetes' API (the package kubernetes-models carries them): wrong types,
 * missing fields, and fields that no schema knows, which a cluster would drop or refuse. The latter are those that
 * the validation never looks at: the schemas themselves allow them.
 */
export function schemaProblems({ apiVersion, kind, ...rest }: KubernetesObject): string[] {
  const { [kind]: Kind } = load(`kubernetes-models/${apiVersion}/${kind}`) as Record<
    string,
    new (data: object) => Model
  >;
  if (Kind === undefined) return [`${apiVersion} has no ${kind}`];
  const seen = new Set<string>();
  try {
    const model = new Kind(rest);
    // The model is a copy: what is watched is what its validation reads, not what the copying read.
    model.validate.call(watched(model, seen));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return unread(rest, seen).map((path) => `${kind} has no field ${path}`);
}
