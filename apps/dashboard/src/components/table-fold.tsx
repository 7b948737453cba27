'use client';

import { useState, type ReactNode } from 'react';

interface TableFoldProps {
  /** Of the chart. */
  readonly title: string;
  readonly onOpen?: (open: boolean) => void;
  /** Made only while it is open. */
  readonly children: ReactNode;
}

/** What folds out below a chart: its numbers as a table. */
export function TableFold({ title, onOpen, children }: TableFoldProps) {
  const [open, setOpen] = useState(false);
  const toggle = (now: boolean) => {
    setOpen(now);
    onOpen?.(now);
  };
  return (
    <details className="table" onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>
        Table<span className="visually-hidden"> of {title}</span>
      </summary>
      {open && children}
    </details>
  );
}
