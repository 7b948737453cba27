export { startSharedStack, stopSharedStack, useOwnStack } from './shared-stack.ts';
export { startApp, type StartAppOptions, type TestApp } from './start-app.ts';
export { testStack, type TestStack } from './test-stack.ts';
export { uniqueName } from './unique-name.ts';
export { waitFor, type WaitOptions } from './wait-for.ts';
