import { fileURLToPath } from 'node:url';

const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Headers of every answer. The content security policy has a nonce and is set per request in src/proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: workspaceRoot,
  // Image optimisation is off; its 20 MB stay out of the image.
  outputFileTracingExcludes: { '/*': ['node_modules/sharp/**', 'node_modules/@img/**'] },
  turbopack: {
    root: workspaceRoot,
    // chart.js takes it along for what the charts here do not do.
    resolveAlias: { '@kurkle/color': './src/chart/given-colour.ts' },
    rules: { '**/chart.js/dist/chart.js': { loaders: ['./without-time-scales.cjs'] } },
  },
  transpilePackages: [
    '@weir/audit',
    '@weir/clickhouse',
    '@weir/kafka',
    '@weir/runtime',
    '@weir/schemas',
    '@weir/streams',
    '@weir/topics',
    '@weir/windowing',
  ],
  serverExternalPackages: [
    '@clickhouse/client',
    '@kafkajs/confluent-schema-registry',
    'avsc',
    'kafkajs',
    'pino',
    'pino-pretty',
    'prom-client',
  ],
  // Types are checked by the `typecheck` target, once, and not again by every build.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  headers: () => [{ source: '/:path*', headers: securityHeaders }],
};
