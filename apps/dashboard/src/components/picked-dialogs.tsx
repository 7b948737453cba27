'use client';

import { useState } from 'react';
import type { Zone } from '../format/time-format.ts';
import { AuditDialog } from './audit-dialog.tsx';
import { isOneWindow, type Picked } from './picked.ts';
import { WindowsDialog } from './windows-dialog.tsx';

interface PickedDialogsProps {
  readonly picked: Picked;
  readonly zone: Zone;
  readonly onClose: () => void;
}

/** The proof of what was picked: of a window at once, of more by way of a list of its windows. */
export function PickedDialogs({ picked, zone, onClose }: PickedDialogsProps) {
  const [proved, setProved] = useState<Picked>();
  if (isOneWindow(picked) && picked.group !== null) {
    return <AuditDialog window={picked} {...{ zone, onClose }} />;
  }
  return (
    <>
      <WindowsDialog {...{ picked, zone, onClose }} onProve={setProved} />
      {proved !== undefined && (
        <AuditDialog window={proved} zone={zone} onClose={() => setProved(undefined)} />
      )}
    </>
  );
}
