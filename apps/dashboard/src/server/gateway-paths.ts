import { streams } from '@weir/streams';

const aliases = new Set<string | undefined>(streams.map(({ alias }) => alias));

/** True for the short address of a stream (`/transactions`): taken in by the gateway, on the dashboard's port too. */
export const isAlias = (pathname: string): boolean => aliases.has(pathname);

/** True for every address that the gateway answers: its API, the aliases and its documentation. */
export const isGatewayPath = (pathname: string): boolean =>
  pathname.startsWith('/v1/') ||
  isAlias(pathname) ||
  pathname === '/openapi.json' ||
  pathname === '/docs' ||
  pathname.startsWith('/docs/');

const replayerPath = /^(?:\/api)?(?:\/v1)?\/(?:markets|datasets|replays|bars|movers)(?:\/|$)/;

/** True for every address that the replayer answers: `/v1/datasets`, under `/api` too, and `/api/download-date`. */
export const isReplayerPath = (pathname: string): boolean =>
  pathname === '/api/download-date' || (/^\/(?:api|v1)\//.test(pathname) && replayerPath.test(pathname));
