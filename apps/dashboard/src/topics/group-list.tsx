'use client';

import { GroupTable } from './group-table.tsx';
import { PolledNotice } from './polled-notice.tsx';
import type { Group } from './topic-types.ts';
import { usePolled } from './use-polled.ts';

/** Every consumer group, asked for every five seconds. */
export function GroupList() {
  const { data, error } = usePolled<{ groups: Group[] }>('/api/groups', 5_000);
  return (
    <>
      <PolledNotice data={data} error={error} />
      {data !== undefined && <GroupTable groups={data.groups} />}
    </>
  );
}
