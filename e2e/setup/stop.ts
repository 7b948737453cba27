import { stopSharedStack } from '@weir/testing';

export default () => stopSharedStack();
