import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { AvroRecord } from '@weir/schemas';
import { tlsProblem } from '@weir/runtime/tls-problem';
import {
  IncompatibleSchema,
  messageOf,
  RegistryAccessRefused,
  RegistryUnavailable,
  UnknownSchema,
} from './errors.ts';
import { createRegistryRequest, registryAgent, type RegistryOptions } from './registry-request.ts';

/** Who must be able to read whom (https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html). */
export type Compatibility = keyof typeof COMPATIBILITY;

export interface SchemaVersion {
  readonly version: number;
  readonly id: number;
  readonly schema: string;
}

/** A Confluent-compatible schema registry, as Weir uses it. Subjects are `<topic>-value`. */
export interface Registry {
  /**
   * Registers a schema and sets the subject's compatibility; registering the same schema again is harmless.
   * Returns its id. Throws `IncompatibleSchema` with the registry's reason, `RegistryUnavailable` when it does not answer.
   */
  register(subject: string, schema: AvroRecord, options: { compatibility: Compatibility }): Promise<number>;
  /** The id of exactly this schema under the subject; undefined when it is not registered there. */
  idOf(subject: string, schema: AvroRecord): Promise<number | undefined>;
  /** The id of the newest schema of the subject; undefined when there is none. */
  latestId(subject: string): Promise<number | undefined>;
  /**
   * The schema as it was registered, logical types and docs included. Kept for good: ids never change their meaning.
   * Throws `UnknownSchema` when the registry has none of this id.
   */
  schemaById(id: number): Promise<AvroRecord>;
  /** Every version of the subject, oldest first, as text that was laid out for reading; none when there is no subject. */
  versionsOf(subject: string): Promise<SchemaVersion[]>;
  /** One cheap request, to see whether the registry answers. */
  ping(): Promise<void>;
}

/** Long, because a registry that has just started on a busy machine takes seconds for its first schemas. */
const timeoutMs = 15_000;

const asConfluent = (schema: AvroRecord) => ({
  type: SchemaType.AVRO as const,
  schema: JSON.stringify(schema),
});

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

/** The client wraps some of its 404s in an error without a status, and reports a refused connection as status 400. */
const isNotFound = (error: unknown) =>
  statusOf(error) === 404 || (error instanceof Error && error.name === 'ConfluentSchemaRegistryError');

/** Without the names of the client and of the registry's Java classes. */
const reasonIn = (error: unknown) =>
  messageOf(error)
    .replace(/^Confluent_Schema_Registry - /, '')
    .replace(/^[\w.]+Exception: /, '');

/** What an operator must mend; undefined for what may pass by itself. The client library hides the code of a TLS error. */
function accessRefused(url: string, error: unknown): RegistryAccessRefused | undefined {
  const status = statusOf(error);
  if (status === 401 || status === 403) {
    return new RegistryAccessRefused(
      `schema registry ${url}: it refuses the login (status ${status}): check SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD`,
    );
  }
  const tls = tlsProblem(error);
  if (tls === undefined) return undefined;
  const remedy =
    tls.kind === 'no tls'
      ? 'use http:// in SCHEMA_REGISTRY_URL, or the port of its TLS'
      : 'set SCHEMA_REGISTRY_CA to the PEM file of its authority, and use the name in its certificate';
  return new RegistryAccessRefused(`schema registry ${url}: ${tls.text}: ${remedy}`);
}

/** A registry client. Connects to nothing until it is asked. */
export function createRegistry(options: RegistryOptions): Registry {
  const { url, username, password } = options;
  const agent = registryAgent(options);
  const client = new SchemaRegistry({
    host: url,
    ...(username === undefined ? {} : { auth: { username, password: password ?? '' } }),
    ...(agent === undefined ? {} : { agent }),
    retry: { retries: 1, initialRetryTimeInSecs: 0.2 },
  });
  const request = createRegistryRequest(options, timeoutMs);
  const schemas = new Map<number, Promise<AvroRecord>>();

  const unavailable = (what: string, error: unknown) => {
    const refused = accessRefused(url, error);
    return refused ?? new RegistryUnavailable(`schema registry ${url}: ${what}: ${reasonIn(error)}`);
  };

  /** The client library has no time limit of its own. Errors that have a meaning of their own pass as they are. */
  async function bounded<T>(what: string, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      if (isNotFound(error) || statusOf(error) === 409) throw error;
      throw unavailable(what, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What the client library does not offer. */
  async function call(
    path: string,
    init: { method?: string; body?: string } = {},
  ): Promise<{ status: number; body: unknown }> {
    try {
      const { status, text } = await request(path, init);
      if (status === 401 || status === 403 || status >= 500) {
        throw Object.assign(new Error(`status ${status}`), { status });
      }
      return { status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    } catch (error) {
      throw unavailable(path, error);
    }
  }

  /** Before the registration: the client sets it only afterwards, and only for subjects that it believes to be new. */
  async function setCompatibility(subject: string, compatibility: Compatibility): Promise<void> {
    const body = JSON.stringify({ compatibility });
    const set = async () =>
      (await call(`/config/${encodeURIComponent(subject)}`, { method: 'PUT', body })).status;
    // Apicurio answers 409 to one of two that set a new subject's compatibility at the same moment.
    const status = await set().then((first) => (first === 409 ? set() : first));
    if (status !== 200) throw unavailable(`compatibility of ${subject}`, new Error(`status ${status}`));
  }

  const undefinedWhenMissing = async (work: Promise<number>) => {
    try {
      return await work;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };

  async function fetchSchema(id: number): Promise<AvroRecord> {
    const { status, body } = await call(`/schemas/ids/${id}`);
    const text = typeof body === 'object' && body !== null && 'schema' in body ? body.schema : undefined;
    if (status === 200 && typeof text === 'string') return JSON.parse(text) as AvroRecord;
    if (status === 404) throw new UnknownSchema(`schema id ${id} is not in the registry`);
    throw unavailable(`schema ${id}`, new Error(`status ${status}`));
  }

  /** JSON laid out in lines, so that two versions can be compared line by line; other schema languages as they are. */
  function laidOut(schema: string): string {
    try {
      return JSON.stringify(JSON.parse(schema), null, 2);
    } catch {
      return schema;
    }
  }

  async function fetchVersion(subject: string, version: number): Promise<SchemaVersion | undefined> {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
    const { status, body } = await call(path);
    if (status === 404) return undefined; // deleted since it was listed
    const { id, schema } = body as { id?: unknown; schema?: unknown };
    if (status === 200 && typeof id === 'number' && typeof schema === 'string') {
      return { version, id, schema: laidOut(schema) };
    }
    throw unavailable(path, new Error(`status ${status}`));
  }

  return {
    async versionsOf(subject) {
      const { status, body } = await call(`/subjects/${encodeURIComponent(subject)}/versions`);
      if (status === 404) return [];
      if (!Array.isArray(body)) throw unavailable(`versions of ${subject}`, new Error(`status ${status}`));
      const versions = await Promise.all(body.map((version) => fetchVersion(subject, Number(version))));
      return versions.filter((one) => one !== undefined).sort((a, b) => a.version - b.version);
    },
    async register(subject, schema, { compatibility }) {
      await setCompatibility(subject, compatibility);
      try {
        const work = client.register(asConfluent(schema), {
          subject,
          compatibility: COMPATIBILITY[compatibility],
        });
        return (await bounded(`registering ${subject}`, work)).id;
      } catch (error) {
        if (statusOf(error) === 409) throw new IncompatibleSchema(subject, reasonIn(error));
        throw error;
      }
    },
    idOf: (subject, schema) =>
      undefinedWhenMissing(
        bounded(`schema of ${subject}`, client.getRegistryIdBySchema(subject, asConfluent(schema))),
      ),
    latestId: (subject) =>
      undefinedWhenMissing(bounded(`latest schema of ${subject}`, client.getLatestSchemaId(subject))),
    /** Single flight: a thousand records with a new id ask once. A failure is not remembered. */
    schemaById(id) {
      const known = schemas.get(id);
      if (known !== undefined) return known;
      const schema = fetchSchema(id);
      schemas.set(id, schema);
      schema.catch(() => schemas.delete(id));
      return schema;
    },
    ping: async () => void (await call('/subjects')),
  };
}
