import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { longRunningApps, workspaceFolder, type AppName } from '@weir/local';
import { startApp, type TestApp } from '@weir/testing';
import { parse, parseAllDocuments } from 'yaml';
import { variablesOf } from './support/app-variables.ts';
import { schemaProblems, type KubernetesObject } from './support/kubernetes-schema.ts';

// The Kubernetes manifests, as far as they can be tested without a cluster: against the schemas of the API, against what the
// apps listen to and read, and, here, against the running apps.
const base = join(workspaceFolder, 'infra/k8s/base');
const read = (file: string) => readFileSync(file, 'utf8');

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly resources: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface PodSpec {
  readonly enableServiceLinks: boolean;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly containers: readonly [Container];
  readonly volumes?: readonly {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}

type Labels = Readonly<Record<string, string>>;
interface Selector {
  readonly matchLabels: Labels;
}

interface Manifest extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
    readonly selector: Selector & Labels;
    readonly podSelector: Selector;
    readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly ingress: readonly {
      readonly ports: readonly { readonly port: string }[];
      readonly from?: readonly { readonly podSelector?: Selector }[];
    }[];
  };
}

const documents = (file: string) =>
  parseAllDocuments(read(file)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });

interface Kustomization {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string; readonly newTag: string }[];
}

const kustomization = parse(read(join(base, 'kustomization.yaml'))) as Kustomization;
const manifests = kustomization.resources.flatMap((file) => documents(join(base, file)));
const secrets = documents(join(workspaceFolder, 'infra/k8s/secrets.example.yaml'));
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);
const named = (kind: string, name: string) => ofKind(kind).find(({ metadata }) => metadata.name === name);
const config = named('ConfigMap', 'weir-config')?.data ?? {};
const apps = Object.keys(longRunningApps) as AppName[];

const workloads = [...ofKind('Deployment'), ...ofKind('Job')].map(({ metadata, spec }) => {
  const pod = spec.template.spec;
  const [container] = pod.containers;
  return { app: container.name, name: metadata.name, labels: spec.template.metadata.labels, pod, container };
});

const folder = mkdtempSync(join(tmpdir(), 'weir-manifests-'));
const started: TestApp[] = [];
afterAll(async () => {
  for (const app of started) await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Where an app runs: those that all tests share, or one of our own. */
async function urlOf(app: AppName): Promise<string> {
  const shared = process.env[`${app.toUpperCase()}_URL`];
  if (shared !== undefined) return shared;
  const own = await startApp(app, { WEIR_DATA: folder });
  started.push(own);
  return own.url;
}

test.each([...manifests, ...secrets].map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
  '%s is what the API of Kubernetes knows',
  (_name, manifest) => expect(schemaProblems(manifest)).toEqual([]),
);

test('a field that the API does not know, or of another type, is found', () => {
  const [deployment] = ofKind('Deployment');
  if (deployment === undefined) throw new Error('no deployment');
  const misspelt = { ...deployment, spec: { ...deployment.spec, replica: 2 } };
  expect(schemaProblems(misspelt)).toEqual(['Deployment has no field spec.replica']);
  const asText = { ...deployment, spec: { ...deployment.spec, replicas: '2' as unknown as number } };
  expect(schemaProblems(asText)).toEqual([expect.stringContaining('replicas must be integer')]);
  const { podSelector: _gone, ...unselective } = ofKind('NetworkPolicy')[0]?.spec ?? deployment.spec;
  expect(schemaProblems({ ...ofKind('NetworkPolicy')[0]!, spec: unselective } as Manifest)).not.toEqual([]);
});

test('the kustomization holds every file, and no name twice', () => {
  const files = readdirSync(base).filter((file) => file !== 'kustomization.yaml');
  expect([...kustomization.resources].sort()).toEqual(files.sort());
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
});

test('there is a workload for every app, and its image has the version of the repository', () => {
  expect(workloads.map(({ app }) => app).sort()).toEqual([...apps, 'provision'].sort());
  const { version } = JSON.parse(read(join(workspaceFolder, 'package.json'))) as { version: string };
  const images = workloads.map(({ app }) => `weir/${app}:${version}`);
  expect(workloads.map(({ container }) => container.image)).toEqual(images);
  expect(kustomization.images.map(({ name, newTag }) => `${name}:${newTag}`).sort()).toEqual(images.sort());
});

describe.each(workloads)('$app', ({ app, name, labels, pod, container }) => {
  test('is given only variables that it reads, from a configuration and secrets that there are', () => {
    const known = variablesOf(app);
    const names = container.env?.map((one) => one.name) ?? [];
    expect(names.filter((one) => !known.has(one))).toEqual([]);
    const kept = Object.keys(secrets[0]?.stringData ?? {});
    for (const { name: variable, valueFrom } of container.env ?? []) {
      expect(valueFrom.secretKeyRef).toMatchObject({ name: secrets[0]?.metadata.name, key: variable });
      expect(kept).toContain(variable);
    }
    expect(container.envFrom).toEqual([{ configMapRef: { name: 'weir-config' } }]);
  });

  test('runs without rights, with bounds, and without the variables that Kubernetes makes of services', () => {
    expect(pod).toMatchObject({
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const { requests, limits } = container.resources;
    expect(Object.keys(requests).sort()).toEqual(['cpu', 'memory']);
    const mebibytes = (text = '') => Number(/^(\d+)Mi$/.exec(text)?.[1]);
    const heap = Number(/--max-old-space-size=(\d+)/.exec(container.args.join(' '))?.[1]);
    expect(container.args).toEqual(['node', `--max-old-space-size=${heap}`, 'dist/main.js']);
    if (app !== 'provision') expect(heap).toBe(longRunningApps[app as AppName].heapMb);
    // Buffers and code lie beside the heap.
    expect(mebibytes(limits['memory'])).toBeGreaterThan(1.5 * heap);
    expect(mebibytes(requests['memory'])).toBeLessThanOrEqual(mebibytes(limits['memory']));
  });

  test('mounts only volumes that it declares', () => {
    const declared = (pod.volumes ?? []).map((volume) => volume.name);
    expect((container.volumeMounts ?? []).map((mount) => mount.name).sort()).toEqual(declared.sort());
    for (const { persistentVolumeClaim } of pod.volumes ?? []) {
      if (persistentVolumeClaim)
        expect(named('PersistentVolumeClaim', persistentVolumeClaim.claimName)).toBeDefined();
    }
  });

  if (app === 'provision') return;
  const { env, port } = longRunningApps[app as AppName];

  test('listens where its ports, its service and its probes look, and answers there', async () => {
    expect(container.ports).toEqual([{ name: 'http', containerPort: port }]);
    expect(config[env]).toBeUndefined();
    const service = named('Service', name);
    expect(service?.spec.ports).toEqual([expect.objectContaining({ port, targetPort: 'http' })]);
    expect(labels).toMatchObject(service?.spec.selector ?? { none: 'selected' });
    const url = await urlOf(app as AppName);
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect(livenessProbe?.httpGet.path).not.toBe(readinessProbe?.httpGet.path);
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
      expect(probe?.httpGet.port).toBe('http');
      expect((await fetch(`${url}${probe?.httpGet.path}`)).status).toBe(200);
    }
  });
});

test('every variable of the configuration is read by an app', () => {
  const known = new Set(workloads.flatMap(({ app }) => [...variablesOf(app)]));
  expect(Object.keys(config).filter((name) => !known.has(name))).toEqual([]);
});

test('the apps find each other by the names of their services', () => {
  for (const name of ['GATEWAY_URL', 'REPLAYER_URL', 'AGGREGATOR_URL']) {
    const { hostname, port } = new URL(config[name] ?? '');
    expect(named('Service', hostname)?.spec.ports[0]?.port).toBe(Number(port));
  }
});

test('the services are those of the compose file, as they are called within its network', () => {
  const compose = parse(read(join(workspaceFolder, 'docker-compose.kafka.yml'))) as {
    services: Record<string, { ports: string[]; environment: Record<string, string> }>;
  };
  const [broker = ''] = (config['KAFKA_BROKERS'] ?? '').split(',');
  expect(compose.services['kafka']?.environment['KAFKA_ADVERTISED_LISTENERS']).toContain(
    `INTERNAL://${broker}`,
  );
  expect(compose.services['kafka-ui']?.environment['KAFKA_CLUSTERS_0_SCHEMAREGISTRY']).toBe(
    config['SCHEMA_REGISTRY_URL'],
  );
  for (const address of [config['SCHEMA_REGISTRY_URL'], config['CLICKHOUSE_URL']]) {
    const { hostname, port } = new URL(address ?? '');
    expect(compose.services[hostname]?.ports[0]).toMatch(new RegExp(`:${port}$`));
  }
  const taken = Object.values(compose.services).flatMap(({ ports }) =>
    ports.map((text) => /:-(\d+)/.exec(text)?.[1]),
  );
  for (const { port } of Object.values(longRunningApps)) expect(taken).not.toContain(String(port));
});

test('budgets, autoscalers and policies select pods that there are', () => {
  const pods = workloads.map(({ labels }) => labels);
  const selects = ({ matchLabels }: Selector) =>
    pods.some((labels) => Object.entries(matchLabels).every(([name, value]) => labels[name] === value));
  const selectors = [
    ...ofKind('PodDisruptionBudget').map(({ spec }) => spec.selector),
    ...ofKind('NetworkPolicy').map(({ spec }) => spec.podSelector),
    ...ofKind('NetworkPolicy').flatMap(({ spec }) =>
      spec.ingress.flatMap(({ from = [] }) => from.flatMap(({ podSelector }) => podSelector ?? [])),
    ),
  ];
  expect(selectors.length).toBeGreaterThan(8);
  for (const selector of selectors) expect([selector, selects(selector)]).toEqual([selector, true]);
  // Every app has a policy: a pod that none selects may be called by everybody.
  const guarded = ofKind('NetworkPolicy').map(
    ({ spec }) => spec.podSelector.matchLabels['app.kubernetes.io/name'],
  );
  expect(guarded.sort()).toEqual(workloads.map(({ app }) => app).sort());
  for (const { spec } of ofKind('HorizontalPodAutoscaler')) {
    expect(named(spec.scaleTargetRef.kind, spec.scaleTargetRef.name)).toBeDefined();
  }
});
