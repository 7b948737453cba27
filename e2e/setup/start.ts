import { startSharedStack } from '@weir/testing';

export default () => startSharedStack();
