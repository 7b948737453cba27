export { backOffMs, deliver, type DeliverOptions, type Delivery } from './deliver.ts';
export {
  ConnectionFailed,
  createHttpClient,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
} from './http-client.ts';
export { problemOf, readPosting, type EventError, type Posting } from './posting.ts';
export { sleep } from './sleep.ts';
