import { startSharedStack } from '@weir/testing';

/** Only the services: each test file provisions names of its own, and starts apps of its own. */
export default () => startSharedStack([], { provision: false });
