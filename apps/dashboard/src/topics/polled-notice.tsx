import type { Polled } from './use-polled.ts';

/** What stands where an answer is not there yet, or not fresh: that Kafka is asked, or what went wrong. */
export function PolledNotice({ data, error }: Polled<unknown>) {
  if (error === undefined) return data === undefined && <p className="quiet">Asking Kafka …</p>;
  return (
    <p className="notice bad" role="alert">
      {error}
    </p>
  );
}
