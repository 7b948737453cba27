import type { FastifyInstance } from 'fastify';

/** Tells which methods a path is served with: what a 405 has to say (RFC 9110, 15.5.6). */
export interface KnownPaths {
  methodsOf(url: string): string[];
}

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `/v1/runs/:id` → an expression that its URLs match. */
const patternOf = (route: string): RegExp => {
  const parts = route.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : escape(part)));
  return new RegExp(`^${parts.join('/').replace(/\\\*$/, '.*')}/?$`);
};

/** Collects the routes that are registered after the call. */
export function collectPaths(app: FastifyInstance): KnownPaths {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    // The wildcard of CORS answers OPTIONS for all paths, known or not.
    if (url === '*' || url === '/*') return;
    let route = routes.get(url);
    if (route === undefined) routes.set(url, (route = { pattern: patternOf(url), methods: new Set() }));
    for (const one of [method].flat()) route.methods.add(one);
  });
  return {
    methodsOf(url) {
      const path = url.split('?', 1)[0] ?? '';
      const methods = [...routes.values()]
        .filter(({ pattern }) => pattern.test(path))
        .flatMap((route) => [...route.methods]);
      return [...new Set(methods)].sort();
    },
  };
}
