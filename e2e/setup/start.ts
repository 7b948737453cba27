import { startSharedStack } from '@weir/testing';

/** A stack and apps for each of Jest's workers. */
export default ({ maxWorkers }: { readonly maxWorkers: number }) =>
  startSharedStack(undefined, { workers: maxWorkers });
