import { useOwnStack } from '@weir/testing';

useOwnStack();
