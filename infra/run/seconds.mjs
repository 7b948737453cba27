/** `3.1 s`: how long ago the time `began` (ms) was. */
export const secondsSince = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
