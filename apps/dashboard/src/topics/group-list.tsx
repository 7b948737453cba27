'use client';

import { GroupTable } from './group-table.tsx';
import type { Group } from './topic-types.ts';
import { usePolled } from './use-polled.ts';

/** Every consumer group, asked for every five seconds. */
export function GroupList() {
  const { data, error } = usePolled<{ groups: Group[] }>('/api/groups', 5_000);
  return (
    <>
      {error !== undefined && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      {data === undefined ? (
        error === undefined && <p className="quiet">Asking Kafka …</p>
      ) : (
        <GroupTable groups={data.groups} />
      )}
    </>
  );
}
